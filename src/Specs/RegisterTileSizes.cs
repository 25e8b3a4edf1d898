namespace ResNetGen;

/// <summary>
/// Pixels of the largest register tiles: what is computed on the side comes in multiples of them. The kernels are
/// declared with the same constants.
/// </summary>
internal static class RegisterTileSizes
{
    /// <summary>With 512 bits and two blocks of output channels: 28 of 32 registers hold sums.</summary>
    public const int Pixels = 14;

    /// <summary>The same sums with one block.</summary>
    public const int MostPixels = 2 * Pixels;
}
