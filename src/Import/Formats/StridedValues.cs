namespace ResNetGen.Import;

/// <summary>
/// Where the values of a tensor lie in a file: the first one, and for each extent how far the next one is. Its owner
/// has checked that all of them lie in the file.
/// </summary>
internal sealed class StridedValues
{
    // Outermost first. Extents of 1 are gone, and those that follow each other without a gap are one.
    private readonly long[] _extents;
    private readonly long[] _strides;
    private readonly long _position;
    private readonly int _bits;

    private StridedValues(long position, int bits, long[] extents, long[] strides)
    {
        _position = position;
        _bits = bits;
        List<(long Extent, long Stride)> merged = [];
        for (int index = 0; index < extents.Length; index++)
        {
            if (extents[index] == 1)
            {
                continue;
            }

            if (merged.Count > 0 && merged[^1].Stride == checked(strides[index] * extents[index]))
            {
                merged[^1] = (merged[^1].Extent * extents[index], strides[index]);
            }
            else
            {
                merged.Add((extents[index], strides[index]));
            }
        }

        _extents = [.. merged.Select(pair => pair.Extent)];
        _strides = [.. merged.Select(pair => pair.Stride)];
    }

    /// <summary>Whether the values lie one behind the other.</summary>
    public bool IsContiguous => _extents.Length == 0 || (_extents.Length == 1 && _strides[0] == 1);

    /// <summary>Values one behind the other, of any size.</summary>
    /// <param name="position">The first byte in the file.</param>
    /// <param name="bits">The size of a value.</param>
    public static StridedValues Contiguous(long position, int bits) => new(position, bits, [], []);

    /// <summary>Values of whole bytes with strides.</summary>
    /// <param name="position">The first byte of the first value.</param>
    /// <param name="bits">The size of a value.</param>
    /// <param name="extents">The shape; no extent is 0.</param>
    /// <param name="strides">For each extent, how many values further the next one is; at least 0.</param>
    public static StridedValues Strided(long position, int bits, long[] extents, long[] strides) =>
        new(position, bits, extents, strides);

    /// <summary>The byte where a value begins, if the values are contiguous.</summary>
    public long PositionOf(long index) => _position + (long)((Int128)index * _bits / 8);

    /// <summary>Copies values from the one at <paramref name="first"/> on, as many as the destination holds.</summary>
    public unsafe void Copy(byte* file, long first, Span<byte> destination)
    {
        int size = _bits / 8;
        long[] at = new long[_extents.Length];
        long offset = 0;
        for (int axis = _extents.Length - 1; axis >= 0; axis--)
        {
            at[axis] = first % _extents[axis];
            first /= _extents[axis];
            offset += at[axis] * _strides[axis];
        }

        while (!destination.IsEmpty)
        {
            new ReadOnlySpan<byte>(file + _position + offset * size, size).CopyTo(destination);
            destination = destination[size..];
            int axis = _extents.Length - 1;
            while (axis >= 0 && ++at[axis] == _extents[axis])
            {
                offset -= (_extents[axis] - 1) * _strides[axis];
                at[axis] = 0;
                axis--;
            }

            offset += axis >= 0 ? _strides[axis] : 0;
        }
    }
}
