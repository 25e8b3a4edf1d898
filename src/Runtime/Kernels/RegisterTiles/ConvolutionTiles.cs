namespace ResNetGen.Runtime;

/// <summary>
/// The inner loops of every convolution. 512 bits: 14 pixels x 2 blocks, 28 of 32 registers hold sums. 256 and 128
/// bits: 6 pixels x 2 vectors, 12 of 16. Their bodies are emitted.
/// </summary>
internal static unsafe partial class ConvolutionTiles
{
    // Input blocked by 16 channels, stride 1.
    [RegisterTile(Bits = 512, Vectors = 2, Pixels = 14, PixelStep = 16, Unroll = 4)]
    public static partial void Blocked512x2(int pixels, int tiles, in Tile tile);

    [RegisterTile(Bits = 512, Vectors = 1, Pixels = 28, PixelStep = 16, Unroll = 4)]
    public static partial void Blocked512x1(int pixels, int tiles, in Tile tile);

    [RegisterTile(Bits = 256, Vectors = 2, Pixels = 6, PixelStep = 16, Unroll = 4)]
    public static partial void Blocked256x2(int pixels, int tiles, in Tile tile);

    [RegisterTile(Bits = 128, Vectors = 2, Pixels = 6, PixelStep = 16, Unroll = 4)]
    public static partial void Blocked128x2(int pixels, int tiles, in Tile tile);

    // Input blocked by 16 channels, stride 2.
    [RegisterTile(Bits = 512, Vectors = 2, Pixels = 14, PixelStep = 32, Unroll = 4)]
    public static partial void BlockedStride2512x2(int pixels, int tiles, in Tile tile);

    [RegisterTile(Bits = 512, Vectors = 1, Pixels = 14, PixelStep = 32, Unroll = 4)]
    public static partial void BlockedStride2512x1(int pixels, int tiles, in Tile tile);

    [RegisterTile(Bits = 256, Vectors = 2, Pixels = 6, PixelStep = 32, Unroll = 4)]
    public static partial void BlockedStride2256x2(int pixels, int tiles, in Tile tile);

    [RegisterTile(Bits = 128, Vectors = 2, Pixels = 6, PixelStep = 32, Unroll = 4)]
    public static partial void BlockedStride2128x2(int pixels, int tiles, in Tile tile);

    // Planes, stride 1.
    [RegisterTile(Bits = 512, Vectors = 2, Pixels = 14, PixelStep = 1, Unroll = 1)]
    public static partial void Planar512x2(int pixels, int tiles, in Tile tile);

    [RegisterTile(Bits = 512, Vectors = 1, Pixels = 14, PixelStep = 1, Unroll = 1)]
    public static partial void Planar512x1(int pixels, int tiles, in Tile tile);

    [RegisterTile(Bits = 256, Vectors = 2, Pixels = 6, PixelStep = 1, Unroll = 1)]
    public static partial void Planar256x2(int pixels, int tiles, in Tile tile);

    [RegisterTile(Bits = 128, Vectors = 2, Pixels = 6, PixelStep = 1, Unroll = 1)]
    public static partial void Planar128x2(int pixels, int tiles, in Tile tile);

    // Planes, stride 2.
    [RegisterTile(Bits = 512, Vectors = 2, Pixels = 14, PixelStep = 2, Unroll = 1)]
    public static partial void PlanarStride2512x2(int pixels, int tiles, in Tile tile);

    [RegisterTile(Bits = 512, Vectors = 1, Pixels = 14, PixelStep = 2, Unroll = 1)]
    public static partial void PlanarStride2512x1(int pixels, int tiles, in Tile tile);

    [RegisterTile(Bits = 256, Vectors = 2, Pixels = 6, PixelStep = 2, Unroll = 1)]
    public static partial void PlanarStride2256x2(int pixels, int tiles, in Tile tile);

    [RegisterTile(Bits = 128, Vectors = 2, Pixels = 6, PixelStep = 2, Unroll = 1)]
    public static partial void PlanarStride2128x2(int pixels, int tiles, in Tile tile);
}
