namespace ResNetGen.Imaging.Jpeg;

/// <summary>The markers of a JPEG (ITU-T T.81, table B.1), by their second byte.</summary>
internal static class Markers
{
    public const int Temporary = 0x01;
    public const int BaselineFrame = 0xC0;
    public const int ExtendedFrame = 0xC1;
    public const int ProgressiveFrame = 0xC2;
    public const int LosslessFrame = 0xC3;
    public const int HuffmanTables = 0xC4;
    public const int HierarchicalFrame = 0xC5;
    public const int ArithmeticConditioning = 0xCC;
    public const int LastFrame = 0xCF;
    public const int Restart0 = 0xD0;
    public const int Restart7 = 0xD7;
    public const int StartOfImage = 0xD8;
    public const int EndOfImage = 0xD9;
    public const int StartOfScan = 0xDA;
    public const int QuantisationTables = 0xDB;
    public const int NumberOfLines = 0xDC;
    public const int RestartInterval = 0xDD;
    public const int Application0 = 0xE0;
    public const int Application1 = 0xE1;
    public const int Application14 = 0xEE;
    public const int Application15 = 0xEF;
    public const int Comment = 0xFE;

    /// <summary>Looks for a marker and skips what is not one, as libjpeg does with a warning.</summary>
    /// <param name="file">All bytes.</param>
    /// <param name="position">Where to look from; then the byte behind the marker.</param>
    /// <returns>The marker's second byte: neither 00 nor FF.</returns>
    /// <exception cref="EndOfJpegException">There is none.</exception>
    public static int Next(ReadOnlySpan<byte> file, ref int position)
    {
        while (true)
        {
            int found = file[position..].IndexOf((byte)0xFF);
            if (found < 0)
            {
                throw new EndOfJpegException();
            }

            // Any number of FF may stand before a marker.
            int behind = file[(position + found)..].IndexOfAnyExcept((byte)0xFF);
            if (behind < 0)
            {
                throw new EndOfJpegException();
            }

            position += found + behind + 1;
            if (file[position - 1] != 0)
            {
                return file[position - 1];
            }
        }
    }
}
