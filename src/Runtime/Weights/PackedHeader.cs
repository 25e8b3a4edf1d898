using System.Buffers;
using System.Text.Json;

namespace ResNetGen.Weights;

/// <summary>What a packed file says of itself. It has one way of being written, so that a header can be held against it to the byte.</summary>
/// <param name="Model">Full name of the class that it was packed for; for messages.</param>
/// <param name="Declaration">That class's attribute; for messages.</param>
/// <param name="Layout"><see cref="PackedPlan.LayoutVersion"/> of the packer.</param>
/// <param name="Plan"><see cref="PackedPlan.Hash"/> of the network.</param>
/// <param name="Content">SHA-256 of the payload, in lower-case hexadecimal.</param>
/// <param name="Parts">The payload, part after part without a hole.</param>
internal sealed record PackedHeader(string Model, string Declaration, int Layout, string Plan, string Content, IReadOnlyList<PackedPart> Parts)
{
    /// <summary>Bytes of the payload.</summary>
    public long PayloadBytes => Parts.Count == 0 ? 0 : Parts[^1].Offset + Parts[^1].Bytes;

    /// <summary>Whether the payload is, byte for byte, what the kernels read.</summary>
    public bool IsMemoryImage => Parts.All(part => part is { Form: PackedForm.Packed, Type: TensorDataType.F32 });

    /// <summary>How most weights are stored.</summary>
    public WeightStorage Storage =>
        Parts.Any(part => part.Type == TensorDataType.BF16) ? WeightStorage.BF16 :
        Parts.Any(part => part.Type == TensorDataType.F16) ? WeightStorage.F16 :
        WeightStorage.F32;

    /// <summary>The header as JSON.</summary>
    public byte[] ToJson()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", Model);
            json.WriteString("declaration", Declaration);
            json.WriteNumber("layout", Layout);
            json.WriteString("plan", Plan);
            json.WriteString("content", Content);
            json.WriteStartArray("parts");
            foreach (PackedPart part in Parts)
            {
                json.WriteStartObject();
                json.WriteString("name", part.Name);
                json.WriteString("form", FormName(part.Form));
                json.WriteString("type", TensorDataTypes.Name(part.Type));
                json.WriteNumber("offset", part.Offset);
                json.WriteNumber("bytes", part.Bytes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="FormatException">It is not as <see cref="ToJson"/> writes it, or its parts do not follow one another.</exception>
    public static PackedHeader Parse(ReadOnlySpan<byte> bytes)
    {
        PackedHeader header = ParseLoosely(bytes);
        if (!bytes.SequenceEqual(header.ToJson()))
        {
            throw new FormatException("it is written in another way");
        }

        long end = 0;
        foreach (PackedPart part in header.Parts)
        {
            if (part.Offset != end || part.Bytes <= 0 || part.Bytes > long.MaxValue - end)
            {
                throw new FormatException($"part {Quoted.Text(part.Name)} has {part.Bytes} bytes from {part.Offset}, where the part before it ends at {end}");
            }

            end += part.Bytes;
        }

        return header;
    }

    private static PackedHeader ParseLoosely(ReadOnlySpan<byte> bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes.ToArray());
            JsonElement root = document.RootElement;
            return new PackedHeader(
                Text(root, "model"),
                Text(root, "declaration"),
                (int)Number(root, "layout", int.MaxValue),
                Text(root, "plan"),
                Text(root, "content"),
                [.. root.GetProperty("parts").EnumerateArray().Select(ParsePart)]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("it is not the JSON of a packed file's header", exception);
        }
    }

    private static PackedPart ParsePart(JsonElement part) => new(
        Text(part, "name"),
        Text(part, "form") switch
        {
            "packed" => PackedForm.Packed,
            "kernel" => PackedForm.Kernel,
            string form => throw new FormatException($"form {Quoted.Text(form)} is none"),
        },
        TensorDataTypes.TryParse(Text(part, "type"), out TensorDataType type) && type is TensorDataType.F32 or TensorDataType.BF16 or TensorDataType.F16
            ? type
            : throw new FormatException($"type {Quoted.Text(Text(part, "type"))} is none of F32, BF16 and F16"),
        Number(part, "offset", long.MaxValue),
        Number(part, "bytes", long.MaxValue));

    private static string FormName(PackedForm form) => form == PackedForm.Packed ? "packed" : "kernel";

    private static long Number(JsonElement element, string name, long most)
    {
        JsonElement value = element.GetProperty(name);
        return value.TryGetInt64(out long number) && number >= -most && number <= most
            ? number
            : throw new FormatException($"{name} is {Quoted.Text(value.GetRawText())}, where a whole number of at most {most} is expected");
    }

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");
}
