namespace ResNetGen.KernelGenerator.Tests.Templates;

public sealed class RegisterTileTests
{
    [Fact]
    public Task SmallestFamily() =>
        Verify(Emit("Bits = 512, Planar = false, Stride = 1, Vectors = 2, Pixels = 2", "BlockedWith512x2"), "cs");

    [Fact]
    public Task NarrowVectorsOfOneBlock() =>
        Verify(Emit("Bits = 128, Planar = true, Stride = 1, Vectors = 2, Pixels = 1", "PlanarWith128x2"), "cs");

    private static string Emit(string numbers, string name) =>
        KernelHarness.Emit(
            $"""
            [RegisterTile({numbers})]
            public static partial delegate* <int, int, in Tile, void> Choose(VectorWidth width);
            """
        )[$"Choose.{name}"];
}
