namespace ResNetGen.KernelGenerator.Tests.Templates;

public sealed class ZeroSkippingTileTests
{
    [Fact]
    public Task PairsOfPixels() => Verify(Emit("Bits = 512, Blocks = 1", "512x1"), "cs");

    [Fact]
    public Task PixelsOneByOne() => Verify(Emit("Bits = 256, Blocks = 1", "256x1"), "cs");

    [Fact]
    public Task ByElement() => Verify(Emit("Bits = 128, Registers = 32, Blocks = 2", "32Of128x2"), "cs");

    private static string Emit(string numbers, string name) =>
        KernelHarness.Emit(
            $"""
            [ZeroSkippingTile({numbers})]
            public static partial delegate* <in ZeroSkippingRow, void> Choose(VectorWidth width);
            """
        )[$"Choose.SkippingWith{name}"];
}
