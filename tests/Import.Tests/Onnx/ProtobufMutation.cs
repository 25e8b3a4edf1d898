using Google.Protobuf;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>
/// Changes fields of an ONNX model and keeps it protobuf: fields are dropped, repeated, moved, and given other numbers, texts
/// and lengths.
/// </summary>
internal static class ProtobufMutation
{
    private static readonly long[] Numbers = [0, 1, -1, 2, 3, 7, 255, int.MaxValue, long.MaxValue, long.MinValue];

    // Which fields of a message are messages: of the model, of its graph, of a node, of an attribute, of a value.
    private static readonly Dictionary<string, Dictionary<int, string>> Messages = new()
    {
        ["model"] = new() { [7] = "graph", [8] = "pair" },
        ["graph"] = new()
        {
            [1] = "node",
            [5] = "tensor",
            [11] = "value",
            [12] = "value",
        },
        ["node"] = new() { [5] = "attribute" },
        ["attribute"] = new() { [5] = "tensor" },
        ["value"] = new() { [2] = "value", [1] = "value" },
    };

    /// <summary>One change of a field somewhere.</summary>
    public static byte[] Change(byte[] message, Random random, string kind = "model")
    {
        List<(uint Tag, byte[] Bytes)> fields = Read(message);
        if (fields.Count == 0)
        {
            return message;
        }

        int index = random.Next(fields.Count);
        (uint tag, byte[] bytes) = fields[index];
        bool hasLength = WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited;
        string? inner = Messages.GetValueOrDefault(kind)?.GetValueOrDefault(WireFormat.GetTagFieldNumber(tag));
        if (hasLength && inner is not null && random.Next(8) > 0)
        {
            fields[index] = (tag, Change(bytes, random, inner));
            return Write(fields);
        }

        switch (random.Next(6))
        {
            case 0:
                fields.RemoveAt(index);
                break;
            case 1:
                fields.Insert(random.Next(fields.Count), (tag, bytes));
                break;
            case 2:
                fields.RemoveAt(index);
                fields.Insert(random.Next(fields.Count + 1), (tag, bytes));
                break;
            case 3:
                uint other = fields[random.Next(fields.Count)].Tag;
                fields[index] =
                    WireFormat.GetTagWireType(other) == WireFormat.GetTagWireType(tag) ? (other, bytes) : fields[index];
                break;
            case 4:
                byte[] replaced = fields[random.Next(fields.Count)].Bytes;
                fields[index] = hasLength ? (tag, replaced) : fields[index];
                break;
            default:
                fields[index] = (tag, hasLength ? bytes[..random.Next(bytes.Length + 1)] : Number(tag, random));
                break;
        }

        return Write(fields);
    }

    private static byte[] Number(uint tag, Random random)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true))
        {
            long number = random.Next(2) == 0 ? Numbers[random.Next(Numbers.Length)] : random.Next(1, 64);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.Varint:
                    output.WriteInt64(number);
                    break;
                case WireFormat.WireType.Fixed32:
                    output.WriteFixed32((uint)number);
                    break;
                default:
                    output.WriteFixed64((ulong)number);
                    break;
            }
        }

        return stream.ToArray();
    }

    private static List<(uint Tag, byte[] Bytes)> Read(byte[] message)
    {
        List<(uint Tag, byte[] Bytes)> fields = [];
        using CodedInputStream input = new(message);
        try
        {
            for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            {
                if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                {
                    fields.Add((tag, input.ReadBytes().ToByteArray()));
                    continue;
                }

                int before = (int)input.Position;
                input.SkipLastField();
                fields.Add((tag, message[before..(int)input.Position]));
            }
        }
        catch (InvalidProtocolBufferException)
        {
            return []; // A list of numbers that is no message, or what was changed before.
        }

        return fields;
    }

    private static byte[] Write(List<(uint Tag, byte[] Bytes)> fields)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true))
        {
            foreach ((uint tag, byte[] bytes) in fields)
            {
                output.WriteTag(tag);
                if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                {
                    output.WriteBytes(ByteString.CopyFrom(bytes));
                }
                else
                {
                    output.Flush();
                    stream.Write(bytes);
                }
            }
        }

        return stream.ToArray();
    }
}
