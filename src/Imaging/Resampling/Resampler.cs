using System.Buffers;

namespace ResNetGen.Imaging;

/// <summary>Resizes as Pillow's <c>Image.resize</c> does, to the bit: columns first, rows second, bytes in between; an axis that keeps its size is left alone.</summary>
internal static unsafe class Resampler
{
    /// <summary>Writes the pixels of <paramref name="window"/> of <paramref name="picture"/> resized to <paramref name="width"/> x <paramref name="height"/>; nothing outside of it is computed.</summary>
    public static void Resize(Picture picture, int width, int height, ResizeFilter filter, PixelWindow window, Span<byte> destination)
    {
        int channels = picture.Channels;
        int sourceStride = picture.Width * channels;
        int rowLength = window.Width * channels;
        ReadOnlySpan<byte> pixels = picture.Pixels;

        AxisWeights? vertical = height == picture.Height ? null : AxisWeights.Create(picture.Height, height, filter, window.Top, window.Height);
        int firstRow = vertical?.Starts[0] ?? window.Top;
        int endRow = vertical is { } rows ? rows.Starts[^1] + rows.Counts[^1] : window.Top + window.Height;

        byte[]? rented = null;
        fixed (byte* source = pixels, target = destination)
        {
            byte* narrowed = source + ((long)firstRow * sourceStride) + ((long)window.Left * channels);
            int narrowedStride = sourceStride;
            if (width != picture.Width)
            {
                AxisWeights horizontal = AxisWeights.Create(picture.Width, width, filter, window.Left, window.Width);
                rented = vertical is null ? null : ArrayPool<byte>.Shared.Rent(checked((endRow - firstRow) * rowLength));
                fixed (byte* between = rented)
                {
                    byte* to = vertical is null ? target : between;
                    long skipped = (long)firstRow * sourceStride;
                    HorizontalPass.Run(
                        source + skipped, sourceStride, pixels.Length - skipped, endRow - firstRow, channels, horizontal, to, rowLength);
                    if (vertical is { } after)
                    {
                        VerticalPass.Run(between, rowLength, firstRow, rowLength, after, target, rowLength);
                    }
                }
            }
            else if (vertical is { } only)
            {
                VerticalPass.Run(narrowed, narrowedStride, firstRow, rowLength, only, target, rowLength);
            }
            else
            {
                for (int row = 0; row < window.Height; row++)
                {
                    pixels.Slice((int)(((long)(firstRow + row) * sourceStride) + (window.Left * channels)), rowLength)
                        .CopyTo(destination[(row * rowLength)..]);
                }
            }
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
