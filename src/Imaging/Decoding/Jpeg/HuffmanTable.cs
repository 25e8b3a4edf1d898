namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// A Huffman code (ITU-T T.81, annex C) as tables: what the next bits mean. Codes up to <see cref="LookupBits"/> bits
/// are found in one step, and with them the coefficient that follows, where both fit.
/// </summary>
internal sealed class HuffmanTable
{
    /// <summary>Bits that <see cref="Symbols"/> and <see cref="Coefficients"/> are indexed by.</summary>
    public const int LookupBits = 10;

    private const int LongestCode = 16;

    private readonly byte[] _values;
    private readonly int[] _largestCode = new int[LongestCode + 1];
    private readonly int[] _valueOffset = new int[LongestCode + 1];
    private int[]? _coefficients;

    /// <summary>Makes the tables.</summary>
    /// <param name="counts">How many codes have 1 to 16 bits.</param>
    /// <param name="values">The symbols, in the order of their codes.</param>
    public HuffmanTable(ReadOnlySpan<byte> counts, byte[] values)
    {
        _values = values;
        IsForDc = !values.AsSpan().ContainsAnyExceptInRange<byte>(0, 15);
        int code = 0;
        int index = 0;
        for (int length = 1; length <= LongestCode; length++, code <<= 1)
        {
            int count = counts[length - 1];
            if (count > 0 && code + count >= 1 << length)
            {
                // No code consists of ones alone.
                return;
            }

            _valueOffset[length] = index - code;
            for (int i = 0; i < count && length <= LookupBits; i++)
            {
                int first = (code + i) << (LookupBits - length);
                Symbols.AsSpan(first, 1 << (LookupBits - length)).Fill((ushort)((values[index + i] << 8) | length));
            }

            index += count;
            code += count;
            _largestCode[length] = count == 0 ? -1 : code - 1;
        }

        IsSound = true;
    }

    /// <summary>Whether there are codes for all symbols. Nothing is read with others.</summary>
    public bool IsSound { get; }

    /// <summary>For the next bits: symbol x 256 + length of its code, or 0 where the code is longer.</summary>
    public ushort[] Symbols { get; } = new ushort[1 << LookupBits];

    /// <summary>
    /// For the next bits, read as a coefficient of a sequential scan: value x 65536 + run of zeros before it x 256 +
    /// bits taken; or 0 where that needs more bits or is no coefficient.
    /// </summary>
    public int[] Coefficients => _coefficients ??= FindCoefficients();

    /// <summary>Whether each symbol can be the size of a DC difference: at most 15 bits.</summary>
    public bool IsForDc { get; }

    /// <summary>The symbol of a code of more than <see cref="LookupBits"/> bits.</summary>
    /// <param name="bits">The next 16 bits.</param>
    /// <param name="length">Bits taken: 17, with the symbol 0, where no code fits.</param>
    public int FindLong(int bits, out int length)
    {
        for (length = LookupBits + 1; length <= LongestCode; length++)
        {
            int code = bits >> (LongestCode - length);
            if (code <= _largestCode[length])
            {
                return _values[code + _valueOffset[length]];
            }
        }

        return 0;
    }

    private int[] FindCoefficients()
    {
        int[] coefficients = new int[1 << LookupBits];
        for (int bits = 0; bits < coefficients.Length; bits++)
        {
            int codeLength = Symbols[bits] & 0xFF;
            int run = Symbols[bits] >> 12;
            int size = (Symbols[bits] >> 8) & 15;
            if (codeLength == 0 || size == 0 || codeLength + size > LookupBits)
            {
                continue;
            }

            int value = (bits >> (LookupBits - codeLength - size)) & ((1 << size) - 1);
            coefficients[bits] = (Extend(value, size) << 16) | (run << 8) | (codeLength + size);
        }

        return coefficients;
    }

    /// <summary>
    /// The number that <paramref name="size"/> bits stand for (figure F.12): with a first bit of 0, a negative one.
    /// </summary>
    public static int Extend(int bits, int size) => bits + (((bits - (1 << (size - 1))) >> 31) & ((-1 << size) + 1));
}
