using Google.Protobuf;

namespace ResNetGen.Import;

/// <summary>TensorProto: a name, a type, extents, and where the values are.</summary>
internal sealed class OnnxTensor(OnnxInput input) : OnnxMessage(input)
{
    private readonly List<long> _extents = [];
    private readonly List<OnnxPair> _external = [];
    private readonly List<(int Field, OnnxBytes Bytes)> _values = [];
    private bool _isZero = true;

    public string Name { get; private set; } = "";

    /// <summary>Whether all bits of its values are zero. Of values that are elsewhere, or many, that is not known.</summary>
    public bool IsZero => !IsExternal && (Raw ?? _values.FirstOrDefault().Bytes).Length > 0 && _isZero;

    /// <summary>The number of its type.</summary>
    public long Type { get; private set; }

    public IReadOnlyList<long> Extents => _extents;

    /// <summary>Values as they lie in memory.</summary>
    public OnnxBytes? Raw { get; private set; }

    /// <summary>Values in a field for their type, in pieces.</summary>
    public IReadOnlyList<(int Field, OnnxBytes Bytes)> Values => _values;

    /// <summary>Whether the values are in another file.</summary>
    public bool IsExternal { get; private set; }

    /// <summary>Which file, and where in it.</summary>
    public IReadOnlyList<OnnxPair> External => _external;

    /// <summary>Whether it is a part of a larger one.</summary>
    public bool IsSegment { get; private set; }

    protected override bool TryRead(int field, WireFormat.WireType type)
    {
        switch (field, type)
        {
            case (1, WireFormat.WireType.Varint or WireFormat.WireType.LengthDelimited):
                Input.AddLongs(_extents);
                return true;
            case (2, WireFormat.WireType.Varint):
                Type = Input.Long();
                return true;
            case (3, WireFormat.WireType.LengthDelimited):
                IsSegment = true;
                return false;
            case (4 or 5 or 6 or 7 or 10 or 11, _):
                _values.Add((field, Located()));
                return true;
            case (8, WireFormat.WireType.LengthDelimited):
                Name = Input.Text();
                return true;
            case (9, WireFormat.WireType.LengthDelimited):
                Raw = Located();
                return true;
            case (13, WireFormat.WireType.LengthDelimited):
                _external.Add(Input.Message(new OnnxPair(Input)));
                return true;
            case (14, WireFormat.WireType.Varint):
                IsExternal = Input.Long() == 1;
                return true;
            default:
                return false;
        }
    }

    private OnnxBytes Located()
    {
        // To look at all values would read the whole file.
        const int Few = 64;
        OnnxBytes bytes = Input.Locate();
        _isZero &= bytes.Length <= Few && !Input.Slice(bytes).ContainsAnyExcept((byte)0);
        return bytes;
    }
}
