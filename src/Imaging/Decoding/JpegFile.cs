using System.Buffers.Binary;

namespace ResNetGen.Imaging;

/// <summary>
/// Walks the markers of a JPEG (ITU-T T.81, annex B) and makes sure that it is whole: StbImageSharp takes missing bytes for zeros
/// (a picture that turns grey half way) and shows uninitialised memory where a scan is missing.
/// </summary>
internal ref struct JpegFile
{
    private const int StartOfImageLength = 2;

    // libjpeg's own fuzzers use the same limit: ordinary progressive files have about ten scans.
    private const int MaximumScans = 500;

    private readonly ReadOnlySpan<byte> _file;
    private readonly DecodingContext _context;
    private readonly string _pictureName;
    private readonly bool[] _quantisation = new bool[4];
    private readonly bool[] _dcHuffman = new bool[4];
    private readonly bool[] _acHuffman = new bool[4];
    private int _position = StartOfImageLength;
    private Component[]? _components;
    private bool _isProgressive;
    private int _width;
    private int _height;
    private int _restartInterval;
    private int _scans;
    private PictureOrientation? _orientation;

    private JpegFile(ReadOnlySpan<byte> file, DecodingContext context)
    {
        _file = file;
        _context = context;
        _pictureName = context.PictureName;
    }

    /// <summary>The file from its first marker to the end of its image; cameras like to append previews.</summary>
    public static byte[] Check(ReadOnlySpan<byte> file, DecodingContext context, out PictureOrientation orientation)
    {
        var jpeg = new JpegFile(file, context);
        while (jpeg.ReadSegment())
        {
        }

        orientation = jpeg._orientation ?? PictureOrientation.TopLeft;
        return file[..jpeg._position].ToArray();
    }

    private bool ReadSegment()
    {
        byte marker = ReadMarker();
        switch (marker)
        {
            case 0xD9:
                CheckThatAllIsThere();
                return false;
            case 0xC0 or 0xC1 or 0xC2:
                ReadFrameHeader(ReadPayload(), marker == 0xC2);
                break;
            case 0xC4:
                ReadHuffmanTables(ReadPayload());
                break;
            case 0xDB:
                ReadQuantisationTables(ReadPayload());
                break;
            case 0xDD:
                ReadRestartInterval(ReadPayload());
                break;
            case 0xDA:
                ReadScan(ReadPayload());
                break;
            case 0xC3 or (>= 0xC5 and <= 0xC7) or (>= 0xC9 and <= 0xCF):
                throw PictureException.Unsupported(
                    _pictureName, $"a JPEG with lossless, hierarchical or arithmetic coding (marker FF{marker:X2})");
            case 0xE1 when _scans == 0:
                ReadOnlySpan<byte> payload = ReadPayload();
                _orientation ??= ExifOrientation.OfJpegSegment(payload);
                break;
            case 0xDC or (>= 0xE0 and <= 0xEF) or 0xFE:
                ReadPayload();
                break;
            default:
                throw Corrupt($"marker FF{marker:X2}");
        }

        return true;
    }

    private byte ReadMarker()
    {
        if (_position < _file.Length && _file[_position] != 0xFF)
        {
            throw Corrupt($"marker at byte {_position}");
        }

        // Any number of FF may stand before a marker.
        while (_position < _file.Length && _file[_position] == 0xFF)
        {
            _position++;
        }

        return _position < _file.Length ? _file[_position++] : throw Truncated();
    }

    private ReadOnlySpan<byte> ReadPayload()
    {
        ReadOnlySpan<byte> rest = _file[_position..];
        int length = rest.Length < 2 ? throw Truncated() : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length < 2)
        {
            throw Corrupt($"segment length at byte {_position}");
        }

        if (length > rest.Length)
        {
            throw Truncated();
        }

        _position += length;
        return rest[2..length];
    }

    private void ReadRestartInterval(ReadOnlySpan<byte> payload) =>
        _restartInterval = payload.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : throw Corrupt("restart interval");

    private void ReadFrameHeader(ReadOnlySpan<byte> payload, bool isProgressive)
    {
        if (_components is not null || payload.Length < 6 || payload.Length != 6 + (3 * payload[5]))
        {
            throw Corrupt("frame header");
        }

        if (payload[0] != 8)
        {
            throw PictureException.Unsupported(_pictureName, $"a JPEG with {payload[0]} bits a sample");
        }

        if (payload[5] is not (1 or 3 or 4))
        {
            throw PictureException.Unsupported(_pictureName, $"a JPEG with {payload[5]} components");
        }

        _isProgressive = isProgressive;
        _height = BinaryPrimitives.ReadUInt16BigEndian(payload[1..]);
        _width = BinaryPrimitives.ReadUInt16BigEndian(payload[3..]);
        _context.CheckSize(PictureFormat.Jpeg, _width, _height);

        _components = new Component[payload[5]];
        for (int i = 0; i < _components.Length; i++)
        {
            ReadOnlySpan<byte> fields = payload.Slice(6 + (3 * i), 3);
            var component = new Component(fields[0], fields[1] >> 4, fields[1] & 15, fields[2]);
            bool isRepeated = Array.Exists(_components, known => known is not null && known.Id == component.Id);
            if (isRepeated || component.Horizontal is < 1 or > 4 || component.Vertical is < 1 or > 4 || component.Quantisation > 3)
            {
                throw Corrupt("component");
            }

            _components[i] = component;
        }
    }

    private readonly void ReadQuantisationTables(ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            int length = payload[0] >> 4 == 0 ? 65 : 129;
            if (payload[0] >> 4 > 1 || (payload[0] & 15) > 3 || payload.Length < length)
            {
                throw Corrupt("quantisation table");
            }

            _quantisation[payload[0] & 15] = true;
            payload = payload[length..];
        }
    }

    private readonly void ReadHuffmanTables(ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            int codes = 0;
            for (int i = 1; i <= 16 && i < payload.Length; i++)
            {
                codes += payload[i];
            }

            if (payload[0] >> 4 > 1 || (payload[0] & 15) > 3 || codes > 256 || payload.Length < 17 + codes)
            {
                throw Corrupt("Huffman table");
            }

            (payload[0] >> 4 == 0 ? _dcHuffman : _acHuffman)[payload[0] & 15] = true;
            payload = payload[(17 + codes)..];
        }
    }

    private void ReadScan(ReadOnlySpan<byte> payload)
    {
        if (_components is null || payload.Length < 6 || payload[0] is < 1 or > 4 || payload.Length != 4 + (2 * payload[0]))
        {
            throw Corrupt("scan header");
        }

        if (++_scans > MaximumScans)
        {
            throw PictureException.Unsupported(_pictureName, $"a JPEG with more than {MaximumScans} scans");
        }

        ReadOnlySpan<byte> parameters = payload[(1 + (2 * payload[0]))..];
        bool hasDc = !_isProgressive || parameters[0] == 0;
        bool needsDcTable = !_isProgressive || (parameters[0] == 0 && parameters[2] >> 4 == 0);
        bool needsAcTable = !_isProgressive || parameters[0] > 0;

        long blocksOfUnit = 0;
        Component? component = null;
        for (int i = 0; i < payload[0]; i++)
        {
            byte id = payload[1 + (2 * i)];
            byte tables = payload[2 + (2 * i)];
            component = Array.Find(_components, known => known.Id == id);
            if (component is null || component.Scan == _scans || !_quantisation[component.Quantisation]
                || tables >> 4 > 3 || (needsDcTable && !_dcHuffman[tables >> 4])
                || (tables & 15) > 3 || (needsAcTable && !_acHuffman[tables & 15]))
            {
                throw Corrupt("scan header: it names a component or table that is not there");
            }

            component.Scan = _scans;
            component.HasDc |= hasDc;
            blocksOfUnit += component.Horizontal * component.Vertical;
        }

        long units;
        if (payload[0] == 1)
        {
            (units, blocksOfUnit) = (BlocksAlone(component!), 1);
        }
        else
        {
            units = UnitsTogether();
        }

        CheckScanData(units, hasDc ? units * blocksOfUnit : 0);
    }

    /// <summary>Blocks of a component that has a scan to itself: those that hold pixels.</summary>
    private readonly long BlocksAlone(Component component)
    {
        (int horizontal, int vertical) = LargestFactors();
        long columns = Divide(Divide((long)_width * component.Horizontal, horizontal), 8);
        long rows = Divide(Divide((long)_height * component.Vertical, vertical), 8);
        return columns * rows;
    }

    /// <summary>Minimum coded units of a scan with several components.</summary>
    private readonly long UnitsTogether()
    {
        (int horizontal, int vertical) = LargestFactors();
        return Divide(_width, 8 * horizontal) * Divide(_height, 8 * vertical);
    }

    private readonly (int Horizontal, int Vertical) LargestFactors()
    {
        (int horizontal, int vertical) = (1, 1);
        foreach (Component component in _components!)
        {
            horizontal = Math.Max(horizontal, component.Horizontal);
            vertical = Math.Max(vertical, component.Vertical);
        }

        return (horizontal, vertical);
    }

    private static long Divide(long value, long by) => (value + by - 1) / by;

    private void CheckScanData(long units, long blocks)
    {
        int start = _position;
        long restarts = 0;
        while (true)
        {
            int found = _file[_position..].IndexOf((byte)0xFF);
            if (found < 0 || _position + found + 1 >= _file.Length)
            {
                throw Truncated();
            }

            _position += found;
            byte next = _file[_position + 1];
            if (next is 0x00 or 0xFF or (>= 0xD0 and <= 0xD7))
            {
                restarts += next is >= 0xD0 and <= 0xD7 ? 1 : 0;
                _position += next == 0xFF ? 1 : 2;
                continue;
            }

            break;
        }

        // Where the last interval is a full one, some encoders end it with a marker too.
        long expected = _restartInterval == 0 ? 0 : (units - 1) / _restartInterval;
        bool isExpected = restarts == expected || (_restartInterval != 0 && restarts == units / _restartInterval);

        // A block takes at least one bit.
        if (!isExpected || (_position - start) * 8L < blocks)
        {
            throw PictureException.Corrupt(
                _pictureName, $"a JPEG with less or other data in a scan than its {_width} x {_height} pixels take");
        }
    }

    private readonly void CheckThatAllIsThere()
    {
        if (_components is null || !Array.TrueForAll(_components, component => component.HasDc))
        {
            throw PictureException.Corrupt(_pictureName, "a JPEG without pixels for all of its components");
        }
    }

    private readonly PictureException Truncated() =>
        PictureException.Truncated(_pictureName, $"a JPEG that ends before its end marker, after {_file.Length} bytes");

    private readonly PictureException Corrupt(string what) => PictureException.Corrupt(_pictureName, $"a JPEG with an unsound {what}");

    private sealed record Component(byte Id, int Horizontal, int Vertical, int Quantisation)
    {
        public int Scan { get; set; }

        public bool HasDc { get; set; }
    }
}
