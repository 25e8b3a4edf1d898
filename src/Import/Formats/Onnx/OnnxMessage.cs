using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ResNetGen.Import;

/// <summary>
/// A message of onnx.proto, of which the fields that matter are read and the others skipped. Written by hand: what
/// protoc generates describes itself by reflection, and copies the values of every tensor.
/// </summary>
internal abstract class OnnxMessage(OnnxInput input) : IMessage
{
    /// <summary>Where it is read from, while it is.</summary>
    protected OnnxInput Input { get; } = input;

    MessageDescriptor IMessage.Descriptor => throw new NotSupportedException();

    void IMessage.MergeFrom(CodedInputStream input) => Input.ReadFields(TryRead);

    void IMessage.WriteTo(CodedOutputStream output) => throw new NotSupportedException();

    int IMessage.CalculateSize() => throw new NotSupportedException();

    /// <summary>Reads a field, unless it is none that matters.</summary>
    protected abstract bool TryRead(int field, WireFormat.WireType type);
}
