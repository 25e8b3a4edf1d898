namespace ResNetGen.Imaging.Jpeg;

/// <summary>Reads a block of a sequential scan (ITU-T T.81, F.2.2).</summary>
internal static class SequentialBlock
{
    /// <summary>Reads the coefficients of a block. Those that the data does not name keep their values.</summary>
    /// <param name="reader">The data.</param>
    /// <param name="component">The codes.</param>
    /// <param name="lastDc">The DC coefficient of the component's last block, then of this one.</param>
    /// <param name="block">64 coefficients in natural order.</param>
    /// <returns>Whether there may be an AC coefficient.</returns>
    public static bool Read(ref EntropyReader reader, ScanComponent component, ref int lastDc, scoped Span<short> block)
    {
        int size = reader.TakeSymbol(component.Dc!);
        if (size != 0)
        {
            lastDc += HuffmanTable.Extend(reader.Take(size), size);
        }

        block[0] = (short)lastDc;

        // Locals stay in registers, fields of a structure that is passed on do not.
        ulong buffer = reader.Buffer;
        int count = reader.Count;
        HuffmanTable table = component.Ac!;
        int[] coefficients = table.Coefficients;
        ReadOnlySpan<byte> toNatural = Zigzag.ToNatural;
        int place = 1;
        while (place < JpegFrame.BlockLength)
        {
            // A code takes up to 17 bits, a coefficient 15.
            if (count < 32)
            {
                (reader.Buffer, reader.Count) = (buffer, count);
                reader.Refill();
                (buffer, count) = (reader.Buffer, reader.Count);
            }

            int lookup = (int)(buffer >> (64 - HuffmanTable.LookupBits));
            int entry = coefficients[lookup];
            if (entry != 0)
            {
                int taken = entry & 0xFF;
                buffer <<= taken;
                count -= taken;
                place += (entry >> 8) & 15;
                block[toNatural[place++]] = (short)(entry >> 16);
                continue;
            }

            int symbol = table.Symbols[lookup];
            int length = symbol & 0xFF;
            symbol = length != 0 ? symbol >> 8 : table.FindLong((int)(buffer >> 48), out length);
            buffer <<= length;
            count -= length;
            size = symbol & 15;
            if (size == 0)
            {
                if (symbol != 0xF0)
                {
                    break;
                }

                place += 16;
                continue;
            }

            place += symbol >> 4;
            int value = (int)(buffer >> (64 - size));
            buffer <<= size;
            count -= size;
            block[toNatural[place++]] = (short)HuffmanTable.Extend(value, size);
        }

        (reader.Buffer, reader.Count) = (buffer, count);
        return place > 1;
    }
}
