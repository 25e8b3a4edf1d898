namespace ResNetGen.Runtime;

/// <summary>Brings the caller's images into the workspace.</summary>
internal static unsafe class PadInput
{
    /// <inheritdoc cref="Worker.PadImages"/>
    public static void PadImages(in Worker w, InputPlanes y)
    {
        int rows = y.Height + (2 * y.Border);
        (int first, int end) = w.Share(w.ImageCount * y.Channels * rows);
        for (int unit = first; unit < end; unit++)
        {
            (int plane, int row) = Math.DivRem(unit, rows);
            Span<float> target = new(y.Origin + (plane * y.PlaneStride) + (row * y.RowStride), (int)y.RowStride);
            int sourceRow = row - y.Border;
            if (sourceRow < 0 || sourceRow >= y.Height)
            {
                target.Clear();
                continue;
            }

            target[..y.Border].Clear();
            new ReadOnlySpan<float>(w.Images + ((((long)plane * y.Height) + sourceRow) * y.Width), y.Width).CopyTo(
                target[y.Border..]
            );
            target[(y.Border + y.Width)..].Clear();
        }
    }
}
