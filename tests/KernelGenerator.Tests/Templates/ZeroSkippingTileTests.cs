namespace ResNetGen.KernelGenerator.Tests.Templates;

public sealed class ZeroSkippingTileTests
{
    [Fact]
    public Task PairsOfPixels() => Verify(Emit(bits: 512, pixels: 2), "cs");

    [Fact]
    public Task PixelsOneByOne() => Verify(Emit(bits: 256, pixels: 1), "cs");

    private static string Emit(int bits, int pixels) =>
        KernelHarness.Emit(
            $"""
            [ZeroSkippingTile(Bits = {bits}, Pixels = {pixels}, Blocks = 1)]
            public static partial delegate* <in ZeroSkippingRow, void> Choose(VectorWidth width);
            """
        )[$"Choose.SkippingWith{bits}x1"];
}
