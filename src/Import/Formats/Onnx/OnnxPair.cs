using Google.Protobuf;

namespace ResNetGen.Import;

/// <summary>StringStringEntryProto and OperatorSetIdProto: a name, and a text or a number.</summary>
internal sealed class OnnxPair(OnnxInput input, int longest = OnnxInput.LongestName) : OnnxMessage(input)
{
    public string Key { get; private set; } = "";

    public string Value { get; private set; } = "";

    public long Number { get; private set; }

    protected override bool TryRead(int field, WireFormat.WireType type)
    {
        switch (field, type)
        {
            case (1, WireFormat.WireType.LengthDelimited):
                Key = Input.Text();
                return true;
            case (2, WireFormat.WireType.LengthDelimited):
                Value = Input.Text(longest);
                return true;
            case (2, WireFormat.WireType.Varint):
                Number = Input.Long();
                return true;
            default:
                return false;
        }
    }
}
