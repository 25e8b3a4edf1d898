namespace ResNetGen.KernelGenerator.Tests.Templates;

public sealed class GroupedTileTests
{
    [Fact]
    public Task SmallestFamily() =>
        Verify(Emit("Bits = 256, GroupWidth = 4, Stride = 1, Pixels = 1", "Groups4Stride1With256"), "cs");

    [Fact]
    public Task ByElement() =>
        Verify(
            Emit("Bits = 128, Registers = 32, GroupWidth = 8, Stride = 2, Pixels = 2", "Groups8Stride2With32Of128"),
            "cs"
        );

    private static string Emit(string numbers, string name) =>
        KernelHarness.Emit(
            $"""
            [GroupedTile({numbers})]
            public static partial delegate* <int, in Tile, void> Choose(VectorWidth width);
            """
        )[$"Choose.{name}"];
}
