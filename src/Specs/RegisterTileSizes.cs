namespace ResNetGen;

/// <summary>
/// Pixels of the largest register tiles, with which kernels are declared: what is computed on the side comes in
/// multiples of them.
/// </summary>
internal static class RegisterTileSizes
{
    /// <summary>With 512 bits and two blocks of output channels: 28 of 32 registers hold sums.</summary>
    public const int Pixels = 14;

    /// <summary>The same sums with one block.</summary>
    public const int MostPixels = 2 * Pixels;

    /// <summary>
    /// With 256 and 128 bits and two vectors: 12 of 16 registers hold sums. With four vectors 24 of 32.
    /// </summary>
    public const int NarrowPixels = 6;
}
