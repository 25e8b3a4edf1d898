using Google.Protobuf;

namespace ResNetGen.Bench.Onnx;

/// <summary>
/// A protobuf message as the list of its fields. A message within another must be complete when it is added.
/// </summary>
internal sealed class ProtobufMessage
{
    private readonly List<Action<CodedOutputStream>> _fields = [];
    private int _size;

    public ProtobufMessage Add(int field, long value) =>
        Add(
            field,
            WireFormat.WireType.Varint,
            CodedOutputStream.ComputeInt64Size(value),
            output => output.WriteInt64(value)
        );

    public ProtobufMessage Add(int field, float value) =>
        Add(
            field,
            WireFormat.WireType.Fixed32,
            CodedOutputStream.ComputeFloatSize(value),
            output => output.WriteFloat(value)
        );

    public ProtobufMessage Add(int field, string value) =>
        Add(
            field,
            WireFormat.WireType.LengthDelimited,
            CodedOutputStream.ComputeStringSize(value),
            output => output.WriteString(value)
        );

    /// <summary>Adds bytes, which must not change before the message is written.</summary>
    public ProtobufMessage Add(int field, ReadOnlyMemory<byte> bytes)
    {
        ByteString wrapped = UnsafeByteOperations.UnsafeWrap(bytes);
        return Add(
            field,
            WireFormat.WireType.LengthDelimited,
            CodedOutputStream.ComputeBytesSize(wrapped),
            output => output.WriteBytes(wrapped)
        );
    }

    public ProtobufMessage Add(int field, ProtobufMessage message)
    {
        int size = message._size;
        return Add(
            field,
            WireFormat.WireType.LengthDelimited,
            CodedOutputStream.ComputeLengthSize(size) + size,
            output =>
            {
                output.WriteLength(size);
                message.WriteTo(output);
            }
        );
    }

    public ProtobufMessage AddAll(int field, IEnumerable<long> values) =>
        values.Aggregate(this, (message, value) => message.Add(field, value));

    public ProtobufMessage AddAll(int field, IEnumerable<string> values) =>
        values.Aggregate(this, (message, value) => message.Add(field, value));

    public ProtobufMessage AddAll(int field, IEnumerable<ProtobufMessage> values) =>
        values.Aggregate(this, (message, value) => message.Add(field, value));

    public byte[] ToArray()
    {
        byte[] bytes = new byte[_size];
        using CodedOutputStream output = new(bytes);
        WriteTo(output);
        output.CheckNoSpaceLeft();
        return bytes;
    }

    private ProtobufMessage Add(int field, WireFormat.WireType type, int valueSize, Action<CodedOutputStream> write)
    {
        _size = checked(_size + CodedOutputStream.ComputeTagSize(field) + valueSize);
        _fields.Add(output =>
        {
            output.WriteTag(field, type);
            write(output);
        });
        return this;
    }

    private void WriteTo(CodedOutputStream output)
    {
        foreach (Action<CodedOutputStream> field in _fields)
        {
            field(output);
        }
    }
}
