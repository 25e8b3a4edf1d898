using System.Numerics;
using System.Runtime.CompilerServices;

namespace ResNetGen.Imaging;

/// <summary>Where red, green and blue are in a pixel of 16, 24 or 32 bits.</summary>
internal sealed class BmpMasks
{
    private readonly int _pixelLength;
    private readonly Channel _red;
    private readonly Channel _green;
    private readonly Channel _blue;

    private BmpMasks(int pixelLength, Channel red, Channel green, Channel blue) =>
        (_pixelLength, _red, _green, _blue) = (pixelLength, red, green, blue);

    /// <summary>Where colours are unless the file says otherwise.</summary>
    public static BmpMasks Usual(int bits) =>
        bits == 16 ? TryCreate(bits, 0x7C00, 0x03E0, 0x001F)! : TryCreate(bits, 0xFF0000, 0xFF00, 0xFF)!;

    /// <summary>Nothing if a mask is empty, has gaps or goes beyond the pixel.</summary>
    public static BmpMasks? TryCreate(int bits, uint red, uint green, uint blue) =>
        Channel.TryCreate(bits, red) is { } redChannel
        && Channel.TryCreate(bits, green) is { } greenChannel
        && Channel.TryCreate(bits, blue) is { } blueChannel
            ? new BmpMasks(bits / 8, redChannel, greenChannel, blueChannel)
            : null;

    /// <summary>
    /// A row of the file becomes pixels of three channels, as many as <paramref name="pixels"/> takes.
    /// </summary>
    public void Expand(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        bool areBytes = _red.IsByte && _green.IsByte && _blue.IsByte;
        switch (_pixelLength)
        {
            case 3 when areBytes:
                TakeBytes(row, pixelLength: 3, pixels);
                break;
            case 4 when areBytes:
                TakeBytes(row, pixelLength: 4, pixels);
                break;
            default:
                TakeBits(row, pixels);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // So that the length is a constant.
    private void TakeBytes(ReadOnlySpan<byte> row, int pixelLength, Span<byte> pixels)
    {
        (int red, int green, int blue) = (_red.Shift / 8, _green.Shift / 8, _blue.Shift / 8);
        for (int to = 0; to < pixels.Length; to += 3, row = row[pixelLength..])
        {
            pixels[to] = row[red];
            pixels[to + 1] = row[green];
            pixels[to + 2] = row[blue];
        }
    }

    private void TakeBits(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        for (int to = 0; to < pixels.Length; to += 3, row = row[_pixelLength..])
        {
            uint pixel = row[0] | ((uint)row[1] << 8);
            for (int i = 2; i < _pixelLength; i++)
            {
                pixel |= (uint)row[i] << (8 * i);
            }

            pixels[to] = _red.Of(pixel);
            pixels[to + 1] = _green.Of(pixel);
            pixels[to + 2] = _blue.Of(pixel);
        }
    }

    /// <summary>The bits of one colour, up to 8: of more, the high ones.</summary>
    private sealed class Channel
    {
        private readonly byte[] _values;

        private Channel(int shift, int count)
        {
            Shift = shift;
            _values = new byte[1 << count];
            for (int i = 0; i < _values.Length; i++)
            {
                // Spread over 0 to 255 and rounded down, as Pillow does it.
                _values[i] = (byte)(i * byte.MaxValue / (_values.Length - 1));
            }
        }

        /// <summary>Where the lowest bit is.</summary>
        public int Shift { get; }

        public bool IsByte => Shift % 8 == 0 && _values.Length == byte.MaxValue + 1;

        public static Channel? TryCreate(int bits, uint mask)
        {
            int shift = BitOperations.TrailingZeroCount(mask);
            int count = BitOperations.PopCount(mask);
            if (mask == 0 || (mask >> shift) != uint.MaxValue >> (32 - count) || shift + count > bits)
            {
                return null;
            }

            int kept = Math.Min(count, 8);
            return new Channel(shift + count - kept, kept);
        }

        public byte Of(uint pixel) => _values[(int)(pixel >> Shift) & (_values.Length - 1)];
    }
}
