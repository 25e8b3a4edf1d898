namespace ResNetGen.Import;

/// <summary>Which pixels of a row, or of a column, the windows of a layer read.</summary>
/// <param name="Size">Pixels that there are; 0 if that is not known.</param>
/// <param name="Kernel">Pixels of a window.</param>
/// <param name="Stride">How far the next window is.</param>
/// <param name="Dilation">How far the next pixel of a window is.</param>
/// <param name="Before">Padding before the first pixel.</param>
/// <param name="After">Padding behind the last one.</param>
/// <param name="RoundsUp">Whether a last window may reach beyond the padding.</param>
internal readonly record struct Window(
    long Size,
    long Kernel,
    long Stride,
    long Dilation,
    long Before,
    long After,
    bool RoundsUp = false
)
{
    /// <summary>Windows, by the definition of ONNX; 0 if none fits.</summary>
    public long Count
    {
        get
        {
            long room = Size + Before + After - ((Kernel - 1) * Dilation) - 1;
            if (Size == 0 || room < 0)
            {
                return 0;
            }

            long count = ((room + (RoundsUp ? Stride - 1 : 0)) / Stride) + 1;

            // Beyond what fits, a window that would begin in the padding is none.
            return RoundsUp && (count - 1) * Stride >= Size + Before ? count - 1 : count;
        }
    }

    /// <summary>The windows of a declared layer.</summary>
    public static Window Planned(long size, int kernel, int stride) =>
        new(size, kernel, stride, Dilation: 1, kernel / 2, kernel / 2);

    /// <summary>Whether each weight of a convolution meets the same pixels, padding being zero.</summary>
    public bool MeetsSamePixels(Window other)
    {
        if (Count != other.Count || Kernel != other.Kernel)
        {
            return false;
        }

        for (long window = 0; window < Count; window++)
        {
            for (long tap = 0; tap < Kernel; tap++)
            {
                if (Pixel(window, tap) != other.Pixel(window, tap))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether each window of a pool has the same pixels, padding being none. Without dilation.</summary>
    public bool HasSamePixels(Window other)
    {
        if (Count != other.Count)
        {
            return false;
        }

        for (long window = 0; window < Count; window++)
        {
            if (Pixels(window) != other.Pixels(window))
            {
                return false;
            }
        }

        return true;
    }

    private long? Pixel(long window, long tap) =>
        (window * Stride) - Before + (tap * Dilation) is var pixel && pixel >= 0 && pixel < Size ? pixel : null;

    private (long First, long End) Pixels(long window)
    {
        long first = (window * Stride) - Before;
        return (Math.Max(first, 0), Math.Min(first + Kernel, Size));
    }
}
