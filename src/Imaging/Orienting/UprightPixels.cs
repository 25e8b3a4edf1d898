namespace ResNetGen.Imaging;

/// <summary>
/// Turns pixels upright. A turn by 90 degrees reads columns, so that it goes by squares of pixels whose lines stay in
/// the cache.
/// </summary>
internal static class UprightPixels
{
    /// <summary>
    /// The side of a square. More rows of the source, 4096 pixels wide, would fall into the same lines of the cache.
    /// </summary>
    private const int Side = 16;

    public static byte[] Turn(
        ReadOnlySpan<byte> pixels,
        int width,
        int height,
        int channels,
        PictureOrientation orientation
    )
    {
        byte[] turned = new byte[pixels.Length];
        bool isExchanged = orientation >= PictureOrientation.LeftTop;
        bool fromLastRow =
            orientation
            is PictureOrientation.BottomRight
                or PictureOrientation.BottomLeft
                or PictureOrientation.RightTop
                or PictureOrientation.RightBottom;
        bool fromLastColumn =
            orientation
            is PictureOrientation.TopRight
                or PictureOrientation.BottomRight
                or PictureOrientation.RightBottom
                or PictureOrientation.LeftBottom;

        // Where the first pixel of the result is in the source, and where the next row and column are.
        int stride = width * channels;
        int start = (fromLastRow ? (height - 1) * stride : 0) + (fromLastColumn ? stride - channels : 0);
        int rowStep = fromLastRow ? -stride : stride;
        int columnStep = fromLastColumn ? -channels : channels;
        if (isExchanged)
        {
            (width, height, rowStep, columnStep) = (height, width, columnStep, rowStep);
        }

        int across = isExchanged ? Side : width;
        for (int top = 0; top < height; top += Side)
        {
            int bottom = Math.Min(top + Side, height);
            for (int left = 0; left < width; left += across)
            {
                int columns = Math.Min(across, width - left);
                for (int row = top; row < bottom; row++)
                {
                    int from = start + (row * rowStep) + (left * columnStep);
                    Span<byte> line = turned.AsSpan(((row * width) + left) * channels, columns * channels);
                    if (columnStep == channels)
                    {
                        pixels.Slice(from, line.Length).CopyTo(line);
                    }
                    else
                    {
                        CopyLine(pixels, from, columnStep, line, channels);
                    }
                }
            }
        }

        return turned;
    }

    private static void CopyLine(ReadOnlySpan<byte> pixels, int from, int step, Span<byte> line, int channels)
    {
        if (channels == 1)
        {
            for (int column = 0; column < line.Length; column++, from += step)
            {
                line[column] = pixels[from];
            }

            return;
        }

        for (; line.Length >= 3; line = line[3..], from += step)
        {
            ReadOnlySpan<byte> pixel = pixels.Slice(from, 3);
            line[2] = pixel[2];
            line[1] = pixel[1];
            line[0] = pixel[0];
        }
    }
}
