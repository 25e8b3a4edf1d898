using System.Numerics;
using System.Runtime.CompilerServices;

namespace ResNetGen.Runtime;

/// <summary>
/// The inputs that a band of outputs reads, 64 channels at a time: <c>[chunk][row][column][64]</c>, and a mask of 64
/// bits for each pixel and chunk: bit i is set where input i is not zero, NaN among them. As the tiles read them, the
/// 64 are in place, or those that are not zero come first, side by side, and what follows means nothing. Rows of images
/// come one below the other.
/// </summary>
internal readonly unsafe struct NonZeroInputs
{
    private const int Lanes = BlockedLayout.Lanes;
    private const int ChunkChannels = ZeroSkippingLayout.ChunkChannels;
    private const int ChunkBlocks = ZeroSkippingLayout.ChunkBlocks;

    private readonly Activation _x;
    private readonly int _outputHeight;
    private readonly int _kernel;
    private readonly int _stride;
    private readonly bool _lists;
    private readonly int _columns;
    private readonly nint _pixels;
    private readonly delegate* <float*, nint, nint, int, float*, ulong*, void> _copy = NonZeroPixels.Copy();
    private readonly float* _values;
    private readonly ulong* _masks;

    /// <summary>Room for the inputs of a convolution's bands, in a worker's memory.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="x">Input; its halo is at least half the kernel.</param>
    /// <param name="y">Output.</param>
    /// <param name="images">Images.</param>
    /// <param name="kernel">Rows and columns of the kernel: 1 or 3.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="lists">Whether those that are not zero come first.</param>
    public NonZeroInputs(float* memory, Activation x, Activation y, int images, int kernel, int stride, bool lists)
    {
        _x = x;
        _outputHeight = y.Height;
        _kernel = kernel;
        _stride = stride;
        _lists = lists;
        Step = ZeroSkippingLayout.Step(kernel, stride);
        _columns = ZeroSkippingLayout.Inputs(y.Width, kernel, stride);
        _pixels = (nint)ZeroSkippingLayout.BandInputs(images, y.Height, y.Width, kernel, stride);
        _values = memory;
        _masks = (ulong*)(memory + (_pixels * x.Channels));
    }

    /// <summary>Pixels from the inputs of an output to those of the next.</summary>
    public int Step { get; }

    /// <summary>Input pixels of a band.</summary>
    public long Pixels => _pixels;

    /// <summary>The pixel that an output of the first column reads at a tap.</summary>
    /// <param name="first">The band's first row of outputs, of all images'.</param>
    /// <param name="row">The output's row.</param>
    /// <param name="tapRow">The tap's row, from 0.</param>
    /// <param name="tapColumn">The tap's column.</param>
    public nint PixelOf(int first, int row, int tapRow, int tapColumn) =>
        ((nint)(RowOf(first, row) + tapRow) * _columns) + tapColumn;

    /// <summary>The 64 inputs of a pixel; the next pixel's follow.</summary>
    /// <param name="kept">The chunk's place among those that are kept.</param>
    /// <param name="pixel">The pixel.</param>
    public float* Values(int kept, nint pixel) => _values + (((kept * _pixels) + pixel) * ChunkChannels);

    /// <summary>A pixel's mask.</summary>
    /// <param name="kept">The chunk's place among those that are kept.</param>
    /// <param name="pixel">The pixel.</param>
    public ulong* Masks(int kept, nint pixel) => _masks + (kept * _pixels) + pixel;

    /// <summary>Copies 64 channels of what the rows of a band read.</summary>
    /// <param name="chunk">The chunk of channels.</param>
    /// <param name="kept">Its place among those that are kept.</param>
    /// <param name="first">The first row of outputs, of all images'.</param>
    /// <param name="end">Behind the last one.</param>
    public void Copy(int chunk, int kept, int first, int end)
    {
        for (int row = first; row < end; )
        {
            (int image, int imageRow) = Math.DivRem(row, _outputHeight);
            int rows = Math.Min(end - row, _outputHeight - imageRow);
            int inputRow = (imageRow * _stride) - (_kernel / 2);
            nint pixel = (nint)RowOf(first, row) * _columns;
            for (int i = 0; i < ZeroSkippingLayout.Inputs(rows, _kernel, _stride); i++, pixel += _columns)
            {
                if (_lists)
                {
                    ListRow(chunk, image, inputRow, Values(kept, pixel), Masks(kept, pixel));
                }
                else
                {
                    CopyRow(chunk, image, inputRow, Values(kept, pixel), Masks(kept, pixel));
                }

                inputRow += _stride / Step;
            }

            row += rows;
        }
    }

    // The rows of an image overlap, and those of two do not.
    private int RowOf(int first, int row)
    {
        int image = (row / _outputHeight) - (first / _outputHeight);
        return ((row - first) * Step) + (image * (_kernel - Step));
    }

    // For tiles of 512 bits.
    private void CopyRow(int chunk, int image, int row, float* values, ulong* masks)
    {
        nint plane = _x.PlaneStride;
        nint step = _stride / Step * Lanes;
        float* source = Source(chunk, image, row);
        _copy(source, plane, step, _columns, values, masks);
    }

    // Only those that are not zero. Up to a vector is written behind them, but never behind the 64.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ListRow(int chunk, int image, int row, float* values, ulong* masks)
    {
        ulong* orders = NonZeroLanes.Orders;
        nint plane = _x.PlaneStride;
        nint step = _stride / Step * Lanes;
        float* source = Source(chunk, image, row);
        for (int column = 0; column < _columns; column++, source += step, values += ChunkChannels)
        {
            float* from = source;
            float* to = values;
            ulong mask = 0;
            for (int block = 0; block < ChunkBlocks; block++)
            {
                uint bits = NonZeroLanes.List(from, to, orders);
                mask |= (ulong)bits << (block * Lanes);
                from += plane;
                to += BitOperations.PopCount(bits);
            }

            *masks++ = mask;
        }
    }

    private float* Source(int chunk, int image, int row) =>
        _x.Plane(image, chunk * ChunkBlocks) + (row * _x.RowStride) - (_kernel / 2 * Lanes);
}
