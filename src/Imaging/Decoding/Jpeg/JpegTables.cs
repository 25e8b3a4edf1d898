using System.Buffers.Binary;

namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// The tables in force at a place of the file: quantisation, Huffman codes, restart interval (ITU-T T.81, B.2.4).
/// </summary>
internal sealed class JpegTables(DecodingContext context)
{
    private const int Count = 4;

    private readonly QuantisationTable?[] _quantisation = new QuantisationTable?[Count];
    private readonly HuffmanCode?[] _dc = new HuffmanCode?[Count];
    private readonly HuffmanCode?[] _ac = new HuffmanCode?[Count];

    /// <summary>MCUs between restart markers, or 0.</summary>
    public int RestartInterval { get; private set; }

    public void ReadRestartInterval(ReadOnlySpan<byte> payload) =>
        RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(payload);

    public void ResetRestartInterval() => RestartInterval = 0;

    public void ReadQuantisation(ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            int bytes = payload[0] >> 4 == 0 ? 1 : 2;
            int index = payload[0] & 15;
            int length = 1 + (bytes * JpegFrame.BlockLength);
            if (index >= Count || payload.Length < length)
            {
                throw Corrupt(
                    $"quantisation table {index} in {payload.Length} bytes, where tables 0 to 3 and {length} bytes are due"
                );
            }

            QuantisationTable table = new();
            for (int place = 0; place < JpegFrame.BlockLength; place++)
            {
                ReadOnlySpan<byte> step = payload[(1 + (bytes * place))..];
                table.Set(place, bytes == 1 ? step[0] : BinaryPrimitives.ReadUInt16BigEndian(step));
            }

            _quantisation[index] = table;
            payload = payload[length..];
        }
    }

    public void ReadHuffman(ReadOnlySpan<byte> payload)
    {
        const int Header = 1 + 16;
        while (!payload.IsEmpty)
        {
            int codes = 0;
            for (int i = 1; i < Math.Min(Header, payload.Length); i++)
            {
                codes += payload[i];
            }

            bool isAc = (payload[0] & 0x10) != 0;
            int index = payload[0] & ~0x10;
            if (index >= Count || codes > 256 || payload.Length < Header + codes)
            {
                throw Corrupt(
                    $"Huffman table {index} of {codes} codes in {payload.Length} bytes, where tables 0 to 3 and up to 256 codes are due"
                );
            }

            // An impossible code is refused only by a scan that wants it.
            (isAc ? _ac : _dc)[index] = new HuffmanCode(payload[1..Header], payload.Slice(Header, codes));
            payload = payload[(Header + codes)..];
        }
    }

    /// <summary>Arithmetic coding's parameters. Pictures in Huffman codes have no use for them.</summary>
    public void CheckConditioning(ReadOnlySpan<byte> payload)
    {
        const int DcTables = 16;
        for (; payload is [byte index, byte value, ..]; payload = payload[2..])
        {
            if (index >= 2 * DcTables || (index < DcTables && (value & 15) > value >> 4))
            {
                break;
            }
        }

        if (!payload.IsEmpty)
        {
            throw Corrupt("parameters of arithmetic coding that are none");
        }
    }

    public QuantisationTable Quantisation(int index) =>
        (index < Count ? _quantisation[index] : null)
        ?? throw Corrupt($"a scan that needs quantisation table {index}, which is missing");

    public HuffmanTable Dc(int index, bool isProgressive)
    {
        HuffmanTable table = Huffman(_dc, index, isProgressive, isDc: true);
        return table.IsForDc ? table : throw Impossible(index);
    }

    public HuffmanTable Ac(int index, bool isProgressive) => Huffman(_ac, index, isProgressive, isDc: false);

    private HuffmanTable Huffman(HuffmanCode?[] codes, int index, bool isProgressive, bool isDc)
    {
        HuffmanCode? code = index < Count ? codes[index] : null;
        if (code is null && index < 2 && !isProgressive)
        {
            code = HuffmanCode.Standard(isDc, index);
        }

        HuffmanTable table = code?.Table ?? throw Corrupt($"a scan that needs Huffman table {index}, which is missing");
        return table.IsSound ? table : throw Impossible(index);
    }

    private PictureException Impossible(int index) =>
        Corrupt($"Huffman table {index} with codes or symbols that cannot be");

    private PictureException Corrupt(string what) =>
        PictureException.Corrupt(context.PictureName, $"a JPEG with {what}");
}
