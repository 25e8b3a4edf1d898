using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// Brings a row of a component to the picture's width and height, as libjpeg does by default: interpolated where one
/// direction or both have half of the samples, repeated for other ratios and where there are no more than two columns.
/// </summary>
internal sealed class Upsampler
{
    private readonly int _width;
    private readonly int _horizontalRatio;
    private readonly int _verticalRatio;
    private readonly bool _isFull;
    private readonly bool _isInterpolated;
    private readonly int _columns;
    private readonly int _rows;
    private readonly byte[] _upsampled;

    // Sums of two rows, with the first and the last one repeated at the ends.
    private readonly ushort[] _sums;

    public Upsampler(JpegFrame frame, JpegComponent component)
    {
        _width = frame.Width;
        _horizontalRatio = frame.HorizontalFactor / component.HorizontalFactor;
        _verticalRatio = frame.VerticalFactor / component.VerticalFactor;
        (_columns, _rows) = (component.SampleColumns, component.SampleRows);
        _isInterpolated = (_horizontalRatio, _verticalRatio) switch
        {
            (2, 1) or (2, 2) => _columns > 2,
            (1, 2) => true,
            _ => false,
        };
        _isFull = (_horizontalRatio, _verticalRatio) == (1, 1);
        _upsampled = _isFull ? [] : new byte[_columns * _horizontalRatio];
        _sums = _isInterpolated ? new ushort[_columns + 2] : [];
    }

    /// <summary>Whether libjpeg can do it: only whole ratios.</summary>
    public static bool IsPossible(JpegFrame frame, JpegComponent component) =>
        frame.HorizontalFactor % component.HorizontalFactor == 0
        && frame.VerticalFactor % component.VerticalFactor == 0;

    /// <summary>Whether a row is made from two rows of samples.</summary>
    public bool NeedsNeighbours => _isInterpolated && _verticalRatio == 2;

    /// <summary>A row of the picture.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="samples">The component's rows.</param>
    /// <returns>At least as many samples as the picture has columns. They stay until the next call.</returns>
    public ReadOnlySpan<byte> Row(int row, SampleBands samples)
    {
        ReadOnlySpan<byte> near = samples.Row(row / _verticalRatio);
        if (_isFull)
        {
            return near;
        }

        if (!_isInterpolated)
        {
            Repeat(near);
            return _upsampled;
        }

        if (_verticalRatio == 1)
        {
            InterpolateRow(near);
            return _upsampled;
        }

        // The next row of samples is the one above or below, whichever is nearer.
        int neighbour = (row / 2) + (row % 2 == 0 ? -1 : 1);
        ReadOnlySpan<byte> far = samples.Row(Math.Clamp(neighbour, 0, _rows - 1));
        if (_horizontalRatio == 1)
        {
            Blend(near, far, bias: row % 2 == 0 ? 1 : 2);
        }
        else
        {
            InterpolateRows(near, far);
        }

        return _upsampled;
    }

    private void Repeat(ReadOnlySpan<byte> samples)
    {
        for (int to = 0, from = 0; to < _width; to += _horizontalRatio, from++)
        {
            _upsampled.AsSpan(to, _horizontalRatio).Fill(samples[from]);
        }
    }

    /// <summary>(3 near + far) / 4, where half is rounded down and up in turn.</summary>
    private void Blend(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int bias)
    {
        int column = 0;
        for (; column <= _columns - Vector<byte>.Count; column += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(near[column..]), out Vector<ushort> nearLow, out Vector<ushort> nearHigh);
            Vector.Widen(new Vector<byte>(far[column..]), out Vector<ushort> farLow, out Vector<ushort> farHigh);
            Vector<ushort> rounding = new((ushort)bias);
            Vector<ushort> low = ((nearLow * 3) + farLow + rounding) >>> 2;
            Vector<ushort> high = ((nearHigh * 3) + farHigh + rounding) >>> 2;
            Vector.Narrow(low, high).CopyTo(_upsampled, column);
        }

        for (; column < _columns; column++)
        {
            _upsampled[column] = (byte)(((near[column] * 3) + far[column] + bias) >> 2);
        }
    }

    private void InterpolateRow(ReadOnlySpan<byte> samples)
    {
        Span<ushort> sums = _sums.AsSpan(1, _columns);
        int column = 0;
        for (; column <= _columns - Vector<byte>.Count; column += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(samples[column..]), out Vector<ushort> low, out Vector<ushort> high);
            low.CopyTo(sums[column..]);
            high.CopyTo(sums[(column + Vector<ushort>.Count)..]);
        }

        for (; column < _columns; column++)
        {
            sums[column] = samples[column];
        }

        Spread(leftBias: 1, rightBias: 2, shift: 2);
    }

    // Without tiers: see InverseDct.Transform.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void InterpolateRows(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far)
    {
        Span<ushort> sums = _sums.AsSpan(1, _columns);
        int column = 0;
        for (; column <= _columns - Vector<byte>.Count; column += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(near[column..]), out Vector<ushort> nearLow, out Vector<ushort> nearHigh);
            Vector.Widen(new Vector<byte>(far[column..]), out Vector<ushort> farLow, out Vector<ushort> farHigh);
            ((nearLow * 3) + farLow).CopyTo(sums[column..]);
            ((nearHigh * 3) + farHigh).CopyTo(sums[(column + Vector<ushort>.Count)..]);
        }

        for (; column < _columns; column++)
        {
            sums[column] = (ushort)((near[column] * 3) + far[column]);
        }

        Spread(leftBias: 8, rightBias: 7, shift: 4);
    }

    /// <summary>
    /// Two samples of each sum: 3/4 of it and 1/4 of the one to its left, then to its right. At the ends the sum itself
    /// is its neighbour.
    /// </summary>
    // Without tiers: see InverseDct.Transform.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(int leftBias, int rightBias, int shift)
    {
        _sums[0] = _sums[1];
        _sums[_columns + 1] = _sums[_columns];
        ReadOnlySpan<ushort> left = _sums.AsSpan(0, _columns);
        ReadOnlySpan<ushort> sums = _sums.AsSpan(1, _columns);
        ReadOnlySpan<ushort> right = _sums.AsSpan(2, _columns);
        Span<ushort> pairs = MemoryMarshal.Cast<byte, ushort>(_upsampled.AsSpan());
        int column = 0;

        // A pair of bytes as a number of 16 bits has the first byte in its lower half.
        if (BitConverter.IsLittleEndian)
        {
            Vector<ushort> leftRounding = new((ushort)leftBias);
            Vector<ushort> rightRounding = new((ushort)rightBias);
            for (; column <= _columns - Vector<ushort>.Count; column += Vector<ushort>.Count)
            {
                Vector<ushort> near = new Vector<ushort>(sums[column..]) * 3;
                Vector<ushort> first = (near + new Vector<ushort>(left[column..]) + leftRounding) >>> shift;
                Vector<ushort> second = (near + new Vector<ushort>(right[column..]) + rightRounding) >>> shift;
                (first | (second << 8)).CopyTo(pairs[column..]);
            }
        }

        for (; column < _columns; column++)
        {
            int near = sums[column] * 3;
            _upsampled[2 * column] = (byte)((near + left[column] + leftBias) >> shift);
            _upsampled[(2 * column) + 1] = (byte)((near + right[column] + rightBias) >> shift);
        }
    }
}
