namespace ResNetGen.Imaging;

/// <summary>The pixels of another program in the order that <see cref="Picture"/> keeps them.</summary>
internal static class OtherPixels
{
    public static byte[] Arrange(ReadOnlySpan<byte> pixels, int width, int height, PixelLayout layout, int? stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (int bytes, int red, int green, int blue) = layout switch
        {
            PixelLayout.Grey => (1, 0, 0, 0),
            PixelLayout.Rgb => (3, 0, 1, 2),
            PixelLayout.Bgr => (3, 2, 1, 0),
            PixelLayout.Rgba => (4, 0, 1, 2),
            PixelLayout.Bgra => (4, 2, 1, 0),
            PixelLayout.Argb => (4, 1, 2, 3),
            _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "There is no such layout of pixels."),
        };

        long rowLength = (long)width * bytes;
        long step = stride ?? rowLength;
        if (step < rowLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(stride),
                stride,
                $"A row of {width} pixels of {bytes} bytes takes {rowLength} bytes, so that the next one cannot begin after {stride}. "
                    + $"Rows from the bottom up have the orientation {nameof(PictureOrientation.BottomLeft)}."
            );
        }

        // The last row may end with its pixels.
        Int128 needed = ((height - 1) * (Int128)step) + rowLength;
        if (pixels.Length < needed || (stride is null && pixels.Length > needed))
        {
            throw new ArgumentException(
                $"{width} x {height} pixels of {bytes} bytes, {step} bytes from row to row, take {needed} bytes, not {pixels.Length}.",
                nameof(pixels)
            );
        }

        int channels = bytes == 1 ? 1 : 3;
        byte[] arranged = new byte[width * height * channels];
        for (int row = 0; row < height; row++)
        {
            ReadOnlySpan<byte> from = pixels.Slice((int)(row * step), (int)rowLength);
            Span<byte> to = arranged.AsSpan(row * width * channels, width * channels);
            if (layout is PixelLayout.Grey or PixelLayout.Rgb)
            {
                from.CopyTo(to);
                continue;
            }

            for (int sample = 0, pixel = 0; sample < to.Length; sample += 3, pixel += bytes)
            {
                to[sample] = from[pixel + red];
                to[sample + 1] = from[pixel + green];
                to[sample + 2] = from[pixel + blue];
            }
        }

        return arranged;
    }
}
