using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// The inputs of some pixels, side by side, 64 channels at a time: <c>[chunk][pixel][64]</c>, and masks of those that are not zero, NaN among them. Two
/// pixels side by side in a row are a pair: each has a mask of the inputs that both have, and one of its own. An odd pixel at the end has its own only.
/// </summary>
internal readonly unsafe struct NonZeroInputs
{
    private const int Lanes = BlockedLayout.Lanes;
    private const int ChunkChannels = ZeroSkippingLayout.ChunkChannels;
    private const int ChunkBlocks = ZeroSkippingLayout.ChunkBlocks;

    private readonly float* _values;
    private readonly ulong* _masks;
    private readonly int _pixels;

    /// <summary>Room for so many pixels, in a worker's memory.</summary>
    public NonZeroInputs(float* memory, int channels, int pixels)
    {
        _values = memory;
        _masks = (ulong*)(memory + ((nint)pixels * channels));
        _pixels = pixels;
    }

    /// <summary>The inputs of a pixel in a chunk; the next pixel's follow.</summary>
    public float* Values(int chunk, int pixel) => _values + ((((nint)chunk * _pixels) + pixel) * ChunkChannels);

    /// <summary>Its two masks: bit i is set where input i is not zero.</summary>
    public ulong* Masks(int chunk, int pixel) => _masks + ((((nint)chunk * _pixels) + pixel) * ZeroSkippingLayout.PixelMasks);

    /// <summary>Copies 64 channels of pixels of a row.</summary>
    /// <param name="x">Where they are.</param>
    /// <param name="image">The image.</param>
    /// <param name="row">The row.</param>
    /// <param name="stride">Columns from one pixel to the next.</param>
    /// <param name="chunk">The chunk of channels.</param>
    /// <param name="place">The place among the chunks that are kept.</param>
    /// <param name="pixel">Where the first pixel goes.</param>
    /// <param name="count">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Copy(Activation x, int image, int row, int stride, int chunk, int place, int pixel, int count)
    {
        nint plane = x.PlaneStride;
        nint step = stride * Lanes;
        float* source = x.Plane(image, chunk * ChunkBlocks) + (row * x.RowStride);
        float* values = Values(place, pixel);
        ulong* masks = Masks(place, pixel);
        for (; count > 1; count -= 2, masks += 2 * ZeroSkippingLayout.PixelMasks)
        {
            ulong first = CopyPixel(source, plane, values);
            ulong second = CopyPixel(source + step, plane, values + ChunkChannels);
            masks[0] = masks[2] = first & second;
            masks[1] = first & ~second;
            masks[3] = second & ~first;
            source += 2 * step;
            values += 2 * ChunkChannels;
        }

        if (count > 0)
        {
            masks[0] = 0;
            masks[1] = CopyPixel(source, plane, values);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong CopyPixel(float* from, nint plane, float* to)
    {
        ulong mask = 0;
        for (int block = 0; block < ChunkBlocks; block++)
        {
            mask |= (ulong)CopyBlock(from, to) << (block * Lanes);
            from += plane;
            to += Lanes;
        }

        return mask;
    }

    // Of 16 channels: a bit for each that is not zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint CopyBlock(float* from, float* to)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> x = Vector512.Load(from);
            Vector512.Store(x, to);
            return (uint)(~Vector512.Equals(x, Vector512<float>.Zero)).ExtractMostSignificantBits();
        }

        uint mask = 0;
        for (int lane = 0; lane < Lanes; lane += Vector128<float>.Count)
        {
            Vector128<float> x = Vector128.Load(from + lane);
            Vector128.Store(x, to + lane);
            mask |= (~Vector128.Equals(x, Vector128<float>.Zero)).ExtractMostSignificantBits() << lane;
        }

        return mask;
    }
}
