namespace ResNetGen;

/// <summary>Where a direct convolution computes on the side: shared by the generator, which gives it memory, and the runtime.</summary>
internal static class DirectLayout
{
    /// <summary>Pixels of the largest map that is taken as one row and, where its output has a halo, written on the side first.</summary>
    public const int FlatPixels = 14 * 14;

    /// <summary>Maps narrower than a register tile are taken as one row where nothing lies between the rows.</summary>
    public const int NarrowWidth = 14;

    /// <summary>Floats that a worker needs for two blocks of output channels on the side.</summary>
    public const int WorkerScratch = 2 * FlatPixels * BlockedLayout.Lanes;

    /// <summary>Whether the output goes through the side: a narrow map without gaps between its rows, to an output with gaps.</summary>
    public static bool WritesAside(int kernel, int stride, int height, int width, int inputHalo, int outputHalo) =>
        kernel == 1 && stride == 1 && width < NarrowWidth && height * width <= FlatPixels && inputHalo == 0 && outputHalo > 0;
}
