using System.Runtime.InteropServices;
using Google.Protobuf;

namespace ResNetGen.Import;

/// <summary>AttributeProto: a name, and a value of one kind. Graphs within it are not read.</summary>
internal sealed class OnnxAttribute(OnnxInput input) : OnnxMessage(input)
{
    // Most attributes have neither.
    private List<float>? _floats;
    private List<long>? _longs;

    public string Name { get; private set; } = "";

    public float Single { get; private set; }

    public long Long { get; private set; }

    /// <summary>A text; of a long one the beginning, which is no word of an operator's.</summary>
    public string Text { get; private set; } = "";

    public OnnxTensor? Tensor { get; private set; }

    public IReadOnlyList<float> Singles => _floats ?? [];

    public IReadOnlyList<long> Longs => _longs ?? [];

    protected override bool TryRead(int field, WireFormat.WireType type)
    {
        switch (field, type)
        {
            case (1, WireFormat.WireType.LengthDelimited):
                Name = Input.Text();
                return true;
            case (2, WireFormat.WireType.Fixed32):
                Single = Input.Single();
                return true;
            case (3, WireFormat.WireType.Varint):
                Long = Input.Long();
                return true;
            case (4, WireFormat.WireType.LengthDelimited):
                OnnxBytes text = Input.Locate();
                Text = Input.Decode(text with { Length = Math.Min(text.Length, OnnxInput.LongestName) });
                return true;
            case (5, WireFormat.WireType.LengthDelimited):
                Tensor = Input.Message(Tensor ?? new(Input));
                return true;
            case (7, WireFormat.WireType.Fixed32):
                (_floats ??= []).Add(Input.Single());
                return true;
            case (7, WireFormat.WireType.LengthDelimited):
                OnnxBytes packed = Input.Locate();
                (_floats ??= []).AddRange(MemoryMarshal.Cast<byte, float>(Input.Small(packed)));
                return true;
            case (8, WireFormat.WireType.Varint or WireFormat.WireType.LengthDelimited):
                Input.AddLongs(_longs ??= []);
                return true;
            default:
                return false;
        }
    }
}
