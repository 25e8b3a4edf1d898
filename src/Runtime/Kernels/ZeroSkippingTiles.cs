namespace ResNetGen.Runtime;

/// <summary>The inner loops of 1x1 convolutions that skip zeros, over a row of pixels. Their bodies are emitted.</summary>
internal static unsafe partial class ZeroSkippingTiles
{
    [ZeroSkippingTile(Bits = 512, Pixels = 2, Blocks = 8)]
    public static partial void Skipping512x8(int pixels, ulong* masks, in Tile tile);

    [ZeroSkippingTile(Bits = 256, Pixels = 1, Blocks = 4)]
    public static partial void Skipping256x4(int pixels, ulong* masks, in Tile tile);

    [ZeroSkippingTile(Bits = 128, Pixels = 1, Blocks = 2)]
    public static partial void Skipping128x2(int pixels, ulong* masks, in Tile tile);
}
