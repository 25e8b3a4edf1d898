using System.Buffers;

namespace ResNetGen.Imaging;

/// <summary>
/// Resizes as Pillow's <c>Image.resize</c> does, to the bit: rows first, columns second, bytes in between; an axis that
/// keeps its size is left alone.
/// </summary>
internal static unsafe class Resampler
{
    /// <summary>The most bytes that stand between the two passes; wider results are made in strips.</summary>
    private const int BytesBetween = 1 << 24;

    /// <summary>
    /// Writes the pixels of <paramref name="window"/> of <paramref name="picture"/> resized to <paramref name="width"/>
    /// x
    /// <paramref name="height"/>; nothing outside of it is computed.
    /// </summary>
    public static void Resize(
        Picture picture,
        int width,
        int height,
        ResizeFilter filter,
        PixelWindow window,
        Span<byte> destination
    )
    {
        ReadOnlySpan<byte> pixels = picture.Pixels;
        int channels = picture.Channels;
        int stride = picture.Width * channels;
        int rowLength = window.Width * channels;
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, (long)rowLength * window.Height);

        fixed (
            byte* source = pixels,
                target = destination
        )
        {
            if (height == picture.Height)
            {
                long skipped = (long)window.Top * stride;
                ResizeRows(
                    source + skipped,
                    pixels.Length - skipped,
                    window.Height,
                    picture,
                    width,
                    filter,
                    window,
                    target,
                    rowLength
                );
                return;
            }

            AxisWeights vertical = AxisWeights.Create(picture.Height, height, filter, window.Top, window.Height);
            int firstRow = vertical.Starts[0];
            int rows = vertical.Starts[^1] + vertical.Counts[^1] - firstRow;
            byte* first = source + ((long)firstRow * stride);
            if (width == picture.Width)
            {
                VerticalPass.Run(
                    first + ((long)window.Left * channels),
                    stride,
                    firstRow,
                    rowLength,
                    vertical,
                    target,
                    rowLength
                );
                return;
            }

            int stripWidth = Math.Clamp(BytesBetween / rows / channels, 1, window.Width);
            byte[] rented = ArrayPool<byte>.Shared.Rent(stripWidth * channels * rows);
            fixed (byte* between = rented)
            {
                for (int left = 0; left < window.Width; left += stripWidth)
                {
                    int columns = Math.Min(stripWidth, window.Width - left);
                    int stripLength = columns * channels;
                    PixelWindow strip = window with { Left = window.Left + left, Width = columns };
                    long readable = pixels.Length - ((long)firstRow * stride);
                    ResizeRows(first, readable, rows, picture, width, filter, strip, between, stripLength);
                    VerticalPass.Run(
                        between,
                        stripLength,
                        firstRow,
                        stripLength,
                        vertical,
                        target + ((long)left * channels),
                        rowLength
                    );
                }
            }

            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Changes the width alone, of <paramref name="rows"/> rows from <paramref name="source"/> on.</summary>
    private static void ResizeRows(
        byte* source,
        long readable,
        int rows,
        Picture picture,
        int width,
        ResizeFilter filter,
        PixelWindow window,
        byte* destination,
        int destinationStride
    )
    {
        int channels = picture.Channels;
        int stride = picture.Width * channels;
        if (width != picture.Width)
        {
            AxisWeights horizontal = AxisWeights.Create(picture.Width, width, filter, window.Left, window.Width);
            HorizontalPass.Run(source, stride, readable, rows, channels, horizontal, destination, destinationStride);
            return;
        }

        source += (long)window.Left * channels;
        for (int row = 0; row < rows; row++)
        {
            new ReadOnlySpan<byte>(source, window.Width * channels).CopyTo(
                new Span<byte>(destination, window.Width * channels)
            );
            source += stride;
            destination += destinationStride;
        }
    }
}
