namespace ResNetGen.Imaging;

/// <summary>The seven passes of an interlaced PNG (ISO/IEC 15948, 8.2): which pixels each of them brings.</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="ColumnStep">From a column to the next one.</param>
/// <param name="RowStep">From a row to the next one.</param>
internal readonly record struct Adam7(int Left, int Top, int ColumnStep, int RowStep)
{
    public static ReadOnlySpan<Adam7> Passes => AllPasses;

    private static readonly Adam7[] AllPasses =
    [
        new(0, 0, 8, 8),
        new(4, 0, 8, 8),
        new(0, 4, 4, 8),
        new(2, 0, 4, 4),
        new(0, 2, 2, 4),
        new(1, 0, 2, 2),
        new(0, 1, 1, 2),
    ];

    /// <summary>Columns of a picture that are in the pass.</summary>
    public int Columns(int width) => (width - Left + ColumnStep - 1) / ColumnStep;

    /// <summary>Takes the pixels of a pass to their places in a row of the picture.</summary>
    public void Spread(ReadOnlySpan<byte> pixels, int channels, Span<byte> row)
    {
        int step = ColumnStep * channels;
        int to = Left * channels;
        if (channels == 1)
        {
            foreach (byte grey in pixels)
            {
                row[to] = grey;
                to += step;
            }

            return;
        }

        for (int from = 0; from < pixels.Length; from += 3, to += step)
        {
            row[to] = pixels[from];
            row[to + 1] = pixels[from + 1];
            row[to + 2] = pixels[from + 2];
        }
    }
}
