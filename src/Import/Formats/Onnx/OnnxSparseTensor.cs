using Google.Protobuf;

namespace ResNetGen.Import;

/// <summary>SparseTensorProto: its values are a tensor that has its name.</summary>
internal sealed class OnnxSparseTensor(OnnxInput input) : OnnxMessage(input)
{
    public string Name { get; private set; } = "";

    protected override bool TryRead(int field, WireFormat.WireType type)
    {
        if ((field, type) != (1, WireFormat.WireType.LengthDelimited))
        {
            return false;
        }

        Name = Input.Message(new OnnxTensor(Input)).Name;
        return true;
    }
}
