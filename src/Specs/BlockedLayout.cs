namespace ResNetGen;

/// <summary>
/// Where an activation's values are: <c>[channel / 16][row][column][16]</c>, with a halo of zeros round each plane.
/// Shared by the generator, which lays the workspace out, and the runtime, which walks it. All sizes are in floats.
/// </summary>
internal static class BlockedLayout
{
    /// <summary>Channels side by side: one Vector512, two Vector256 or four Vector128 of floats.</summary>
    public const int Lanes = 16;

    // Planes a multiple of 4096 bytes apart fall into the same few sets of a first-level cache.
    private const int AliasingStride = 1024;

    /// <summary>Blocks of 16 channels; the last is filled up with zero channels.</summary>
    public static int Blocks(int channels) => (channels + Lanes - 1) / Lanes;

    /// <summary>From one row to the next.</summary>
    public static int RowStride(int width, int halo) => (width + (2 * halo)) * Lanes;

    /// <summary>From one block of 16 channels to the next.</summary>
    public static int PlaneStride(int height, int width, int halo)
    {
        int stride = (height + (2 * halo)) * RowStride(width, halo);
        return stride % AliasingStride == 0 ? stride + Lanes : stride;
    }

    /// <summary>From one image to the next.</summary>
    public static long ImageStride(int channels, int height, int width, int halo) =>
        (long)Blocks(channels) * PlaneStride(height, width, halo);
}
