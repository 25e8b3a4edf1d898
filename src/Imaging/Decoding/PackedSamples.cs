namespace ResNetGen.Imaging;

/// <summary>Samples of 1, 2 or 4 bits, the leftmost in the high bits of a byte.</summary>
internal static class PackedSamples
{
    /// <summary>
    /// Fills <paramref name="samples"/> with one sample a byte, multiplied by <paramref name="scale"/>.
    /// </summary>
    public static void Unpack(ReadOnlySpan<byte> row, int bits, int scale, Span<byte> samples)
    {
        int mask = (1 << bits) - 1;
        int at = 0;
        foreach (byte packed in row)
        {
            for (int shift = 8 - bits; shift >= 0 && at < samples.Length; shift -= bits)
            {
                samples[at++] = (byte)(((packed >> shift) & mask) * scale);
            }
        }
    }
}
