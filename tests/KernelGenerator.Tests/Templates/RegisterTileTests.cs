namespace ResNetGen.KernelGenerator.Tests.Templates;

public sealed class RegisterTileTests
{
    [Fact]
    public Task SmallestFamily() =>
        Verify(Emit("Bits = 512, Planar = false, Stride = 1, Vectors = 2, Pixels = 2", "BlockedWith512x2"), "cs");

    [Fact]
    public Task NarrowVectorsOfOneBlock() =>
        Verify(Emit("Bits = 128, Planar = true, Stride = 1, Vectors = 2, Pixels = 1", "PlanarWith128x2"), "cs");

    [Fact]
    public Task ByElement() =>
        Verify(
            Emit(
                "Bits = 128, Registers = 32, Planar = false, Stride = 2, Vectors = 4, Pixels = 2",
                "BlockedStride2With32Of128x4"
            ),
            "cs"
        );

    [Fact]
    public Task RunsByElement() =>
        Verify(
            Emit(
                "Bits = 128, Registers = 32, Planar = true, Stride = 1, Vectors = 1, Pixels = 4, Run = 3",
                "PlanarWith32Of128x1"
            ),
            "cs"
        );

    private static string Emit(string numbers, string name) =>
        KernelHarness.Emit(
            $"""
            [RegisterTile({numbers})]
            public static partial delegate* <int, int, in Tile, void> Choose(VectorWidth width);
            """
        )[$"Choose.{name}"];
}
