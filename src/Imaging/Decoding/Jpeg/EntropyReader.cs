using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// Reads the bits of a scan. FF 00 is a data byte FF. At a marker the data ends, and the reader supplies zeros: what
/// libjpeg calls insufficient data. It knows when more bits were taken than there were.
/// </summary>
internal ref struct EntropyReader
{
    private readonly ReadOnlySpan<byte> _file;
    private bool _isAtMarker;

    public EntropyReader(ReadOnlySpan<byte> file, int position)
    {
        _file = file;
        Position = position;
    }

    /// <summary>
    /// The next bits, the first one highest. Those behind <see cref="Count"/> are zeros or what will follow.
    /// </summary>
    public ulong Buffer { get; set; }

    /// <summary>
    /// How many bits <see cref="Buffer"/> has of the data; below zero once zeros were taken for data.
    /// </summary>
    public int Count { get; set; }

    /// <summary>Where the bytes end that were taken into the buffer: at the marker, once it is reached.</summary>
    public int Position { get; private set; }

    /// <summary>More bits were taken than the data has.</summary>
    public readonly bool IsExhausted => Count < 0;

    /// <summary>Fills the buffer with 56 bits or more, or to the end of the data.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        // Below zero the marker was reached: the byte at the position is FF.
        if (Position + sizeof(ulong) <= _file.Length)
        {
            ulong next = BinaryPrimitives.ReadUInt64BigEndian(_file[Position..]);
            if ((next & (~next - 0x0101010101010101) & 0x8080808080808080) == 0)
            {
                // No byte of the eight is FF. Bits that go in without being counted are the same when their byte comes.
                Buffer |= next >> Count;
                int bytes = (63 - Count) >> 3;
                Position += bytes;
                Count += bytes << 3;
                return;
            }
        }

        RefillByByte();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefillByByte()
    {
        while (!_isAtMarker && Count < 56)
        {
            int position = Position;
            int value = position < _file.Length ? _file[position++] : throw new EndOfJpegException();
            if (value == 0xFF)
            {
                int next;
                do
                {
                    next = position < _file.Length ? _file[position++] : throw new EndOfJpegException();
                } while (next == 0xFF);

                if (next != 0)
                {
                    _isAtMarker = true;
                    return;
                }
            }

            Position = position;
            Buffer |= (ulong)value << (56 - Count);
            Count += 8;
        }
    }

    /// <summary>Takes up to 16 bits; <see cref="Refill"/> must have seen to them.</summary>
    public int Take(int bits)
    {
        // Two shifts: none at all is a shift by 64 otherwise.
        int value = (int)(Buffer >> 1 >> (63 - bits));
        Buffer <<= bits;
        Count -= bits;
        return value;
    }

    /// <summary>Takes one bit.</summary>
    public bool TakeBit()
    {
        if (Count < 1)
        {
            Refill();
        }

        bool bit = (long)Buffer < 0;
        Buffer <<= 1;
        Count--;
        return bit;
    }

    /// <summary>
    /// Takes the symbol of a code. At least 15 bits are left for <see cref="Take"/> then, or the data has ended.
    /// </summary>
    public int TakeSymbol(HuffmanTable table)
    {
        if (Count < 32)
        {
            Refill();
        }

        int entry = table.Symbols[(int)(Buffer >> (64 - HuffmanTable.LookupBits))];
        int length = entry & 0xFF;
        int symbol = length != 0 ? entry >> 8 : table.FindLong((int)(Buffer >> 48), out length);
        Buffer <<= length;
        Count -= length;
        return symbol;
    }

    /// <summary>
    /// Drops what is left of the data before a restart marker, and goes on at <paramref name="position"/>.
    /// </summary>
    public void Restart(int position)
    {
        (Buffer, Count, _isAtMarker, Position) = (0, 0, false, position);
    }
}
