using System.Text;
using Google.Protobuf;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// The mapped bytes of an ONNX model, read as protobuf within bounds. Large fields are found and not copied.
/// </summary>
/// <param name="file">The path, for messages.</param>
/// <param name="source">The file.</param>
/// <param name="start">Its first byte, pinned.</param>
internal sealed unsafe class OnnxInput(string file, ByteSource source, byte* start)
{
    /// <summary>The most bytes of a name.</summary>
    public const int LongestName = 1000;

    // A ResNet-152 has 30,000 fields. Each field becomes 150 bytes at most.
    private const int MostFields = 1_000_000;

    private readonly CodedInputStream _coded = new(new UnmanagedMemoryStream(start, source.Length));
    private long _fields;
    private WireFormat.WireType _type;

    /// <summary>The path, for messages.</summary>
    public string File { get; } = file;

    public ByteSource Source { get; } = source;

    /// <summary>What follows, from the start of the file.</summary>
    public long Position => _coded.Position;

    /// <summary>Hands each field of the message at hand to its reader, and skips those that it does not take.</summary>
    /// <exception cref="WeightFileException">There are too many.</exception>
    /// <exception cref="InvalidProtocolBufferException">This is no protobuf.</exception>
    public void ReadFields(Func<int, WireFormat.WireType, bool> tryRead)
    {
        for (uint tag = _coded.ReadTag(); tag != 0; tag = _coded.ReadTag())
        {
            Count(1);
            _type = WireFormat.GetTagWireType(tag);
            if (!tryRead(WireFormat.GetTagFieldNumber(tag), _type))
            {
                _coded.SkipLastField();
            }
        }
    }

    /// <summary>Reads a message into an object, which may have some of its fields already.</summary>
    public T Message<T>(T message)
        where T : OnnxMessage
    {
        _coded.ReadMessage(message);
        return message;
    }

    public long Long() => _coded.ReadInt64();

    public float Single() => _coded.ReadFloat();

    /// <summary>Adds whole numbers of a repeated field, packed or not.</summary>
    public void AddLongs(List<long> values)
    {
        if (_type == WireFormat.WireType.Varint)
        {
            values.Add(Long());
            return;
        }

        int length = _coded.ReadLength();
        long end = Position + length;
        while (Position < end)
        {
            values.Add(Long());
            Count(1);
        }

        if (Position > end)
        {
            throw Error("a number reaches beyond its list", Position);
        }
    }

    /// <summary>The whole numbers that packed bytes are.</summary>
    public IEnumerable<long> Varints(OnnxBytes packed)
    {
        using CodedInputStream numbers = new(Stream(packed));
        while (!numbers.IsAtEnd)
        {
            yield return numbers.ReadInt64();
        }
    }

    /// <summary>Where the bytes of the field at hand are, which is skipped; of a packed or long one without its
    /// length.</summary>
    public OnnxBytes Locate()
    {
        long before = Position;
        _coded.SkipLastField();
        long after = Position;
        while (_type == WireFormat.WireType.LengthDelimited && start[before++] >= 0x80) { }
        return new(before, after - before);
    }

    /// <summary>A text of up to so many bytes.</summary>
    /// <exception cref="WeightFileException">It is longer.</exception>
    public string Text(int longest = LongestName)
    {
        OnnxBytes bytes = Locate();
        Count(bytes.Length / 64);
        return bytes.Length <= longest
            ? Decode(bytes)
            : throw Error($"a text has {bytes.Length} bytes, and {longest} are the most", bytes.Position);
    }

    public string Decode(OnnxBytes text) => Encoding.UTF8.GetString(Slice(text));

    public ReadOnlySpan<byte> Slice(OnnxBytes bytes) => new(start + bytes.Position, checked((int)bytes.Length));

    /// <summary>Bytes that become objects, each byte as a field.</summary>
    public ReadOnlySpan<byte> Small(OnnxBytes bytes)
    {
        Count(bytes.Length);
        return Slice(bytes);
    }

    public WeightFileException Error(string problem, long? position = null, string? tensor = null) =>
        new(File, problem, SafetensorsHeader.Damaged, tensor, position);

    private UnmanagedMemoryStream Stream(OnnxBytes bytes) => new(start + bytes.Position, bytes.Length);

    private void Count(long fields)
    {
        _fields += fields;
        if (_fields > MostFields)
        {
            throw new WeightFileException(
                File,
                $"the ONNX model has more than {MostFields} fields, far more than a ResNet",
                "Give the model of a ResNet alone.",
                position: Position
            );
        }
    }
}
