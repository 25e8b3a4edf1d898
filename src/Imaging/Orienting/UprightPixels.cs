namespace ResNetGen.Imaging;

/// <summary>
/// Turns pixels upright. A turn by 90 degrees reads columns, so that it goes by squares of pixels whose lines stay in the cache.
/// </summary>
internal static unsafe class UprightPixels
{
    /// <summary>The side of a square. More rows of the source, 4096 pixels wide, would fall into the same lines of the cache.</summary>
    private const int Side = 16;

    public static byte[] Turn(ReadOnlySpan<byte> pixels, int width, int height, int channels, PictureOrientation orientation)
    {
        byte[] turned = GC.AllocateUninitializedArray<byte>(pixels.Length);
        bool isExchanged = orientation >= PictureOrientation.LeftTop;
        bool fromLastRow = orientation is PictureOrientation.BottomRight or PictureOrientation.BottomLeft
            or PictureOrientation.RightTop or PictureOrientation.RightBottom;
        bool fromLastColumn = orientation is PictureOrientation.TopRight or PictureOrientation.BottomRight
            or PictureOrientation.RightBottom or PictureOrientation.LeftBottom;

        // Where the first pixel of the result is in the source, and where the next row and column are.
        long stride = (long)width * channels;
        long start = (fromLastRow ? (height - 1) * stride : 0) + (fromLastColumn ? stride - channels : 0);
        long rowStep = fromLastRow ? -stride : stride;
        long columnStep = fromLastColumn ? -channels : channels;
        if (isExchanged)
        {
            (width, height, rowStep, columnStep) = (height, width, columnStep, rowStep);
        }

        int across = isExchanged ? Side : width;
        fixed (byte* source = pixels, target = turned)
        {
            for (int top = 0; top < height; top += Side)
            {
                int bottom = Math.Min(top + Side, height);
                for (int left = 0; left < width; left += across)
                {
                    int columns = Math.Min(across, width - left);
                    for (int row = top; row < bottom; row++)
                    {
                        byte* from = source + start + (row * rowStep) + (left * columnStep);
                        byte* to = target + (((long)row * width) + left) * channels;
                        CopyLine(from, columnStep, to, columns, channels);
                    }
                }
            }
        }

        return turned;
    }

    private static void CopyLine(byte* from, long step, byte* to, int columns, int channels)
    {
        if (channels == 1)
        {
            for (int column = 0; column < columns; column++, from += step)
            {
                to[column] = *from;
            }

            return;
        }

        for (byte* end = to + (3 * columns); to < end; to += 3, from += step)
        {
            to[0] = from[0];
            to[1] = from[1];
            to[2] = from[2];
        }
    }
}
