namespace ResNetGen;

/// <summary>
/// Where the stem reads the image: <c>[channel][row][column]</c> with a border of zeros round each plane, so that the
/// stem has no edge case. All sizes are in floats.
/// </summary>
internal static class PlanarLayout
{
    /// <summary>From one row to the next: rows start on a 64-byte line.</summary>
    public static int RowStride(int width, int border) => (width + (2 * border) + 15) / 16 * 16;

    /// <summary>From one channel to the next.</summary>
    public static int PlaneStride(int height, int width, int border) =>
        (height + (2 * border)) * RowStride(width, border);

    /// <summary>From one image to the next.</summary>
    public static long ImageStride(int channels, int height, int width, int border) =>
        (long)channels * PlaneStride(height, width, border);
}
