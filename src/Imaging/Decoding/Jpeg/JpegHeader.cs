using System.Buffers.Binary;

namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// Reads the segments between scans (ITU-T T.81, annex B) and keeps what they define. Unsound ones are refused where libjpeg refuses them.
/// </summary>
internal sealed class JpegHeader(DecodingContext context)
{
    private const int Tables = 4;
    private const int LongestSide = 65500;

    private readonly QuantisationTable?[] _quantisation = new QuantisationTable?[Tables];
    private readonly HuffmanCode?[] _dc = new HuffmanCode?[Tables];
    private readonly HuffmanCode?[] _ac = new HuffmanCode?[Tables];
    private int _restartInterval;
    private bool _isJfif;
    private int? _adobeTransform;
    private PictureOrientation? _orientation;
    private bool _hasScan;
    private bool _isComplete;

    public JpegFrame? Frame { get; private set; }

    /// <summary>How the camera was held, by the first EXIF before the first scan.</summary>
    public PictureOrientation Orientation => _orientation ?? PictureOrientation.TopLeft;

    /// <summary>Reads on to a scan.</summary>
    /// <param name="file">All bytes.</param>
    /// <param name="position">Where to read from; then where the data of the scan begins.</param>
    /// <returns>The scan, or <see langword="null"/> at the end of the picture.</returns>
    public JpegScan? ReadToScan(ReadOnlySpan<byte> file, ref int position)
    {
        while (true)
        {
            int marker = Markers.Next(file, ref position);
            switch (marker)
            {
                case Markers.EndOfImage:
                    return null;
                case Markers.StartOfScan when _isComplete:
                    throw Corrupt("scan behind the one that has all components");
                case Markers.StartOfScan:
                    return ReadScan(Payload(file, ref position));
                case 0xC0 or 0xC1 or 0xC2 when Frame is not null:
                    throw Corrupt("second frame header");
                case 0xC0 or 0xC1 or 0xC2:
                    ReadFrame(Payload(file, ref position), isProgressive: marker == 0xC2);
                    break;
                case Markers.HuffmanTables:
                    ReadHuffmanTables(Payload(file, ref position));
                    break;
                case Markers.QuantisationTables:
                    ReadQuantisationTables(Payload(file, ref position));
                    break;
                case Markers.RestartInterval:
                    _restartInterval = file[position..] is not [0, not 4, ..] and not [not 0, ..]
                        ? BinaryPrimitives.ReadUInt16BigEndian(Payload(file, ref position))
                        : throw Corrupt("restart interval");
                    break;
                case Markers.Application0:
                    _isJfif |= Skipped(file, ref position) is [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, _, _, _, _, _, _, _, _, _, ..];
                    break;
                case Markers.Application1 when !_hasScan:
                    _orientation ??= ExifOrientation.OfJpegSegment(Skipped(file, ref position));
                    break;
                case Markers.Application14:
                    ReadAdobe(Skipped(file, ref position));
                    break;
                case Markers.NumberOfLines or Markers.Comment or (>= Markers.Application1 and <= Markers.Application15):
                    Skipped(file, ref position);
                    break;
                case (>= 0xD0 and <= 0xD7) or 0x01:
                    // Markers without a segment: restarts that no scan waited for.
                    break;
                case Markers.ArithmeticConditioning:
                    CheckConditioning(Payload(file, ref position));
                    break;
                case 0xC3 or (>= 0xC5 and <= 0xCF):
                    throw PictureException.Unsupported(
                        context.PictureName, $"a JPEG with lossless, hierarchical or arithmetic coding (marker FF{marker:X2})");
                default:
                    throw Corrupt($"marker FF{marker:X2}");
            }
        }
    }

    /// <summary>Checks what stands behind the only scan. Its end may be missing: no pixel is.</summary>
    public void ReadToEnd(ReadOnlySpan<byte> file, int position)
    {
        _isComplete = true;
        try
        {
            ReadToScan(file, ref position);
        }
        catch (EndOfJpegException)
        {
        }
    }

    /// <summary>What the components mean, by the rules of libjpeg: JFIF, then Adobe's segment, then the names of the components.</summary>
    public JpegColour Colour => Frame!.Components switch
    {
        [_] => JpegColour.Grey,
        [_, _, _, _] => _adobeTransform is null or 0 ? JpegColour.Cmyk : JpegColour.Ycck,
        _ when _isJfif => JpegColour.YCbCr,
        _ when _adobeTransform is { } transform => transform == 0 ? JpegColour.Rgb : JpegColour.YCbCr,
        [{ Id: (byte)'R' }, { Id: (byte)'G' }, { Id: (byte)'B' }] => JpegColour.Rgb,
        _ => JpegColour.YCbCr,
    };

    public PictureException Corrupt(string what) => PictureException.Corrupt(context.PictureName, $"a JPEG with an unsound {what}");

    private ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> file, ref int position)
    {
        ReadOnlySpan<byte> rest = file[position..];
        int length = rest.Length < 2 ? throw new EndOfJpegException() : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length < 2)
        {
            throw Corrupt($"segment length at byte {position}");
        }

        position += length;
        return length <= rest.Length ? rest[2..length] : throw new EndOfJpegException();
    }

    /// <summary>A segment that no pixel comes from. libjpeg takes an impossible length of such a one for an empty segment.</summary>
    private ReadOnlySpan<byte> Skipped(ReadOnlySpan<byte> file, ref int position)
    {
        if (file[position..] is [0, 0 or 1, ..])
        {
            position += 2;
            return default;
        }

        return Payload(file, ref position);
    }

    /// <summary>Arithmetic coding's parameters. Pictures in Huffman codes have no use for them.</summary>
    private void CheckConditioning(ReadOnlySpan<byte> payload)
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
            throw Corrupt("table of arithmetic coding");
        }
    }

    private void ReadAdobe(ReadOnlySpan<byte> payload)
    {
        if (payload is [(byte)'A', (byte)'d', (byte)'o', (byte)'b', (byte)'e', _, _, _, _, _, _, byte transform, ..])
        {
            _adobeTransform = transform;
        }
    }

    private void ReadFrame(ReadOnlySpan<byte> payload, bool isProgressive)
    {
        if (payload.Length < 6 || payload.Length != 6 + (3 * payload[5]))
        {
            throw Corrupt("frame header");
        }

        if (payload[0] != 8)
        {
            throw PictureException.Unsupported(context.PictureName, $"a JPEG with {payload[0]} bits a sample");
        }

        if (payload[5] is not (1 or 3 or 4))
        {
            throw PictureException.Unsupported(context.PictureName, $"a JPEG with {payload[5]} components");
        }

        int height = BinaryPrimitives.ReadUInt16BigEndian(payload[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(payload[3..]);
        context.CheckSize(PictureFormat.Jpeg, width, height);
        if (Math.Max(width, height) > LongestSide)
        {
            throw PictureException.Unsupported(
                context.PictureName, $"a JPEG of {width} x {height} pixels, where libjpeg stops at {LongestSide} a side");
        }

        var components = new JpegComponent[payload[5]];
        for (int i = 0; i < components.Length; i++)
        {
            ReadOnlySpan<byte> fields = payload.Slice(6 + (3 * i), 3);
            components[i] = new JpegComponent(i, fields[0], fields[1] >> 4, fields[1] & 15, fields[2]);
            if (components[i].HorizontalFactor is < 1 or > 4 || components[i].VerticalFactor is < 1 or > 4)
            {
                throw Corrupt($"sampling factor of component {i}");
            }
        }

        Frame = new JpegFrame(width, height, isProgressive, components);
        if (!Array.TrueForAll(components, component => Upsampler.IsPossible(Frame, component)))
        {
            throw PictureException.Unsupported(context.PictureName, "a JPEG whose sampling factors are not multiples of each other");
        }
    }

    private void ReadQuantisationTables(ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            int bytes = payload[0] >> 4 == 0 ? 1 : 2;
            int index = payload[0] & 15;
            int length = 1 + (bytes * JpegFrame.BlockLength);
            if (index >= Tables || payload.Length < length)
            {
                throw Corrupt("quantisation table");
            }

            var table = new QuantisationTable();
            for (int place = 0; place < JpegFrame.BlockLength; place++)
            {
                ReadOnlySpan<byte> step = payload[(1 + (bytes * place))..];
                table.Set(place, bytes == 1 ? step[0] : BinaryPrimitives.ReadUInt16BigEndian(step));
            }

            _quantisation[index] = table;
            payload = payload[length..];
        }
    }

    private void ReadHuffmanTables(ReadOnlySpan<byte> payload)
    {
        const int Header = 1 + 16;
        while (!payload.IsEmpty)
        {
            if (payload.Length < Header)
            {
                throw Corrupt("Huffman table");
            }

            ReadOnlySpan<byte> counts = payload[1..Header];
            int codes = 0;
            foreach (byte count in counts)
            {
                codes += count;
            }

            bool isAc = (payload[0] & 0x10) != 0;
            int index = payload[0] & ~0x10;
            if (index >= Tables || codes > 256 || payload.Length < Header + codes)
            {
                throw Corrupt("Huffman table");
            }

            (isAc ? _ac : _dc)[index] = new HuffmanCode(counts, payload.Slice(Header, codes));
            payload = payload[(Header + codes)..];
        }
    }

    private JpegScan ReadScan(ReadOnlySpan<byte> payload)
    {
        if (Frame is null || payload.Length < 6 || payload[0] is < 1 or > 4 || payload.Length != 4 + (2 * payload[0]))
        {
            throw Corrupt("scan header");
        }

        _hasScan = true;
        ReadOnlySpan<byte> parameters = payload[(1 + (2 * payload[0]))..];
        (int first, int last) = Frame.IsProgressive ? (parameters[0], parameters[1]) : (0, JpegFrame.BlockLength - 1);
        (int previousBit, int bit) = Frame.IsProgressive ? (parameters[2] >> 4, parameters[2] & 15) : (0, 0);
        bool isDc = first == 0;
        if (Frame.IsProgressive
            && ((isDc ? last != 0 : last < first || last >= JpegFrame.BlockLength || payload[0] != 1)
                || (previousBit != 0 && bit != previousBit - 1) || bit > 13))
        {
            throw Corrupt($"progressive scan (coefficients {first} to {last}, bits {previousBit} to {bit})");
        }

        bool needsDc = !Frame.IsProgressive || (isDc && previousBit == 0);
        bool needsAc = !Frame.IsProgressive || !isDc;
        var components = new JpegComponent[payload[0]];
        var parts = new ScanComponent[payload[0]];
        for (int i = 0; i < components.Length; i++)
        {
            components[i] = FindComponent(payload[1 + (2 * i)], components.AsSpan(0, i));
            int tables = payload[2 + (2 * i)];
            parts[i] = new ScanComponent(
                components[i],
                needsDc ? Table(_dc, tables >> 4, isDc: true) : null,
                needsAc ? Table(_ac, tables & 15, isDc: false) : null);
        }

        var scan = new JpegScan(parts, first, last, previousBit, bit, _restartInterval);
        if (scan.UnitBlocks > JpegFrame.MaximumUnitBlocks)
        {
            throw Corrupt($"scan header: {scan.UnitBlocks} blocks are a unit, where at most {JpegFrame.MaximumUnitBlocks} are allowed");
        }

        foreach (JpegComponent component in components)
        {
            // Later tables with the same number are for later components.
            component.Quantisation ??= component.QuantisationTable < Tables && _quantisation[component.QuantisationTable] is { } steps
                ? steps
                : throw Corrupt($"scan header: quantisation table {component.QuantisationTable} is missing");
        }

        return scan;
    }

    /// <summary>
    /// The component of that name. Some encoders give all of them the same one: the scan's component i is not one before the frame's
    /// component i, as the order is the same.
    /// </summary>
    private JpegComponent FindComponent(byte id, ReadOnlySpan<JpegComponent> earlier)
    {
        foreach (JpegComponent component in Frame!.Components.AsSpan(Math.Min(earlier.Length, Frame.Components.Length)))
        {
            if (component.Id == id)
            {
                return earlier.IndexOf(component) < 0 ? component : throw Corrupt($"scan header: component {id} comes twice");
            }
        }

        throw Corrupt($"scan header: component {id} is missing");
    }

    private HuffmanTable Table(HuffmanCode?[] codes, int index, bool isDc)
    {
        HuffmanCode? code = index < Tables ? codes[index] : null;
        if (code is null && index < 2 && !Frame!.IsProgressive)
        {
            code = HuffmanCode.Standard(isDc, index);
        }

        if (code is null)
        {
            throw Corrupt($"scan header: Huffman table {index} is missing");
        }

        HuffmanTable table = code.Table;
        return table.IsSound && (!isDc || table.IsForDc) ? table : throw Corrupt("Huffman table");
    }
}
