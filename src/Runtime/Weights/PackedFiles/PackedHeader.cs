using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ResNetGen.Weights;

/// <summary>
/// What a packed file says of itself. It has one way of being written, so that a header can be held against it to the
/// byte.
/// </summary>
/// <param name="Model">Full name of the class that it was packed for; for messages.</param>
/// <param name="Declaration">That class's attribute; for messages.</param>
/// <param name="Layout"><see cref="PackedPlan.PackingVersion"/> of the packer.</param>
/// <param name="Plan"><see cref="PackedPlan.Hash"/> of the network.</param>
/// <param name="Content">XXH128 of the payload, in lower-case hexadecimal.</param>
/// <param name="Parts">The payload, part after part without a hole.</param>
internal sealed record PackedHeader(
    string Model,
    string Declaration,
    int Layout,
    string Plan,
    string Content,
    IReadOnlyList<PackedPart> Parts
)
{
    private const string NoHeader = "it is not the JSON of a packed file's header";

    /// <summary>Bytes of the payload.</summary>
    public long PayloadBytes => Parts.Count == 0 ? 0 : Parts[^1].Offset + Parts[^1].Bytes;

    /// <summary>Whether the payload is, byte for byte, what the kernels read.</summary>
    public bool IsMemoryImage => Parts.All(part => part is { Form: PackedForm.Packed, Type: TensorDataType.F32 });

    /// <summary>How most weights are stored.</summary>
    public WeightStorage Storage =>
        Parts.Any(part => part.Type == TensorDataType.BF16) ? WeightStorage.BF16
        : Parts.Any(part => part.Type == TensorDataType.F16) ? WeightStorage.F16
        : WeightStorage.F32;

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
    /// <exception cref="FormatException">It is not as <see cref="ToJson"/> writes it, or its parts do not follow one
    /// another.</exception>
    public static PackedHeader Parse(ReadOnlySpan<byte> bytes)
    {
        PackedHeader header = ParseFields(bytes);
        if (!bytes.SequenceEqual(header.ToJson()))
        {
            throw new FormatException("it is written in another way");
        }

        long end = 0;
        foreach (PackedPart part in header.Parts)
        {
            if (part.Offset != end || part.Bytes <= 0 || part.Bytes > long.MaxValue - end)
            {
                throw new FormatException(
                    $"part {Quoted.Text(part.Name)} has {part.Bytes} bytes from {part.Offset}, where the part before it ends at {end}"
                );
            }

            end += part.Bytes;
        }

        return header;
    }

    // With the reader alone, field after field: with a JsonDocument, all that calls OpenSSL would be in each program.
    private static PackedHeader ParseFields(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Utf8JsonReader json = new(bytes);
            Next(ref json, JsonTokenType.StartObject);
            return new PackedHeader(
                Text(ref json, "model"),
                Text(ref json, "declaration"),
                (int)Number(ref json, "layout", int.MaxValue),
                Text(ref json, "plan"),
                Text(ref json, "content"),
                ParseParts(ref json)
            );
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException(NoHeader, exception);
        }
    }

    private static List<PackedPart> ParseParts(ref Utf8JsonReader json)
    {
        List<PackedPart> parts = [];
        Field(ref json, "parts");
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            parts.Add(
                new PackedPart(
                    Text(ref json, "name"),
                    Form(Text(ref json, "form")),
                    Type(Text(ref json, "type")),
                    Number(ref json, "offset"),
                    Number(ref json, "bytes")
                )
            );
            Next(ref json, JsonTokenType.EndObject);
        }

        return parts;
    }

    private static PackedForm Form(string name) =>
        name switch
        {
            "packed" => PackedForm.Packed,
            "kernel" => PackedForm.Kernel,
            _ => throw new FormatException($"form {Quoted.Text(name)} is none"),
        };

    private static TensorDataType Type(string name) =>
        TensorDataTypes.TryParse(name, out TensorDataType type)
        && type is TensorDataType.F32 or TensorDataType.BF16 or TensorDataType.F16
            ? type
            : throw new FormatException($"type {Quoted.Text(name)} is none of F32, BF16 and F16");

    private static string FormName(PackedForm form) => form == PackedForm.Packed ? "packed" : "kernel";

    private static string Text(ref Utf8JsonReader json, string name)
    {
        Field(ref json, name);
        return json.GetString() ?? throw new FormatException($"{name} is null");
    }

    private static long Number(ref Utf8JsonReader json, string name, long most = long.MaxValue)
    {
        Field(ref json, name);
        return
            json.TokenType == JsonTokenType.Number
            && json.TryGetInt64(out long number)
            && number >= -most
            && number <= most
            ? number
            : throw new FormatException(
                $"{name} is {Quoted.Text(Encoding.UTF8.GetString(json.ValueSpan))}, where a whole number of at most {most} is expected"
            );
    }

    private static void Field(ref Utf8JsonReader json, string name)
    {
        Next(ref json, JsonTokenType.PropertyName);
        if (!json.ValueTextEquals(name) || !json.Read())
        {
            throw new FormatException(NoHeader);
        }
    }

    private static void Next(ref Utf8JsonReader json, JsonTokenType expected)
    {
        if (!json.Read() || json.TokenType != expected)
        {
            throw new FormatException(NoHeader);
        }
    }
}
