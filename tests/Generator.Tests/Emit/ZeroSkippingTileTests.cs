using ResNetGen.Generator.ZeroSkipping;

namespace ResNetGen.Generator.Tests.Emit;

public sealed class ZeroSkippingTileTests
{
    [Fact]
    public Task PairsOfPixels() => Verify(Emit(bits: 512, pixels: 2), "cs");

    [Fact]
    public Task PixelsOneByOne() => Verify(Emit(bits: 256, pixels: 1), "cs");

    private static string Emit(int bits, int pixels) =>
        ZeroSkippingTileEmitter.Emit(
            new ZeroSkippingTile(
                "ResNetGen.Runtime",
                "ZeroSkippingTiles",
                $"Skipping{bits}x1",
                "public",
                bits,
                pixels,
                Blocks: 1
            )
        );
}
