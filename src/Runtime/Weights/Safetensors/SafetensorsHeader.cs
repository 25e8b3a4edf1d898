using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ResNetGen.Weights;

/// <summary>
/// Reads the JSON of a safetensors header: <c>{"name": {"dtype": "F32", "shape": [64], "data_offsets": [0, 256]},
/// ...}</c>. It is as strict as the format's own implementation (huggingface/safetensors), which also ignores unknown
/// fields, and stricter in one point: a name or a field that comes twice is an error.
/// </summary>
internal ref struct SafetensorsHeader
{
    public const string Damaged = "The file is damaged: download or export it again.";
    public const string CutShort = "The file is cut short: download or export it again.";

    public const string MetadataName = "__metadata__";

    // The limit of the format's own implementation. Only ignored fields could nest so deep.
    private const int MaximumDepth = 128;

    // Ten times what checkpoints have. The time for a name is in proportion to its length, and messages show it.
    public const int LongestName = 1000;

    private readonly string _file;
    private readonly long _position;
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    private SafetensorsHeader(string file, long position, ReadOnlySpan<byte> json)
    {
        _file = file;
        _position = position;
        _json = json;
        _reader = new(json, new() { MaxDepth = MaximumDepth });
    }

    /// <summary>What the header says of one tensor, before it is held against the data.</summary>
    /// <param name="Name">The key.</param>
    /// <param name="Position">Where the key stands, in bytes from the start of the file.</param>
    /// <param name="DataType">The field <c>dtype</c>.</param>
    /// <param name="Shape">The field <c>shape</c>.</param>
    /// <param name="Start">First of <c>data_offsets</c>: bytes from the end of the header.</param>
    /// <param name="End">Second of <c>data_offsets</c>, exclusive.</param>
    public readonly record struct Entry(
        string Name,
        long Position,
        TensorDataType DataType,
        TensorShape Shape,
        long Start,
        long End
    );

    /// <summary>Parses <paramref name="json"/>, which starts at byte <paramref name="position"/> of the file.</summary>
    /// <exception cref="WeightFileException">It is not a header.</exception>
    public static (List<Entry> Entries, Dictionary<string, string> Metadata) Parse(
        string file,
        long position,
        ReadOnlySpan<byte> json
    ) => new SafetensorsHeader(file, position, json).Parse();

    private (List<Entry> Entries, Dictionary<string, string> Metadata) Parse()
    {
        if (!Utf8.IsValid(_json))
        {
            throw Error("the header is not UTF-8", _position + FirstInvalidByte(_json));
        }

        try
        {
            if (!_reader.Read())
            {
                throw Error("the header is empty, where a JSON object is expected", _position);
            }

            Expect(JsonTokenType.StartObject, "the header", "a JSON object");

            (List<Entry> Entries, Dictionary<string, string> Metadata) result = Top();
            _reader.Read(); // Throws when anything but white space follows.
            return result;
        }
        catch (JsonException exception)
        {
            throw new WeightFileException(
                _file,
                $"the header is not JSON: {Reason(exception)}",
                Damaged,
                position: _position + Offset(exception),
                inner: exception
            );
        }
    }

    private (List<Entry> Entries, Dictionary<string, string> Metadata) Top()
    {
        List<Entry> entries = [];
        HashSet<string> names = [];
        Dictionary<string, string> metadata = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            long start = Here();
            string name = Text("a name in the header", null);
            if (name.Length > LongestName)
            {
                throw new WeightFileException(
                    _file,
                    $"the header has the name {Quoted.Text(name)} of {name.Length} characters, and {LongestName} are "
                        + "the most",
                    "Give the tensor a shorter name and save the file again.",
                    name,
                    start
                );
            }

            if (!names.Add(name))
            {
                throw Error($"the header has {Quoted.Text(name)} twice", start, name);
            }

            _reader.Read();
            if (name == MetadataName)
            {
                ReadMetadata(metadata);
            }
            else
            {
                entries.Add(ReadEntry(name, start));
            }
        }

        return (entries, metadata);
    }

    private void ReadMetadata(Dictionary<string, string> metadata)
    {
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return; // The same as none, as in the format's own implementation.
        }

        Expect(JsonTokenType.StartObject, MetadataName, "an object of strings");

        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            long start = Here();
            string key = Text("a name in " + MetadataName, null);
            _reader.Read();
            Expect(JsonTokenType.String, $"{MetadataName}, {Quoted.Text(key)}", "a string");

            if (!metadata.TryAdd(key, Text(MetadataName, null)))
            {
                throw Error($"{MetadataName} has {Quoted.Text(key)} twice", start);
            }
        }
    }

    private Entry ReadEntry(string name, long position)
    {
        string what = "tensor " + Quoted.Text(name);
        Expect(JsonTokenType.StartObject, what, "an object with dtype, shape and data_offsets", name);

        TensorDataType? dataType = null;
        TensorShape? shape = null;
        (long Start, long End)? offsets = null;
        HashSet<string> fields = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            long start = Here();
            string field = Text($"{what}: a field", name);
            if (!fields.Add(field))
            {
                throw Error($"{what} has the field {Quoted.Text(field)} twice", start, name);
            }

            _reader.Read();
            switch (field)
            {
                case "dtype":
                    dataType = ReadDataType(what, name);
                    break;
                case "shape":
                    shape = ReadShape(what, name);
                    break;
                case "data_offsets":
                    offsets = ReadOffsets(what, name);
                    break;
                default:
                    _reader.Skip();
                    break;
            }
        }

        return new(
            name,
            position,
            dataType ?? throw Missing("dtype", name, position),
            shape ?? throw Missing("shape", name, position),
            offsets?.Start ?? throw Missing("data_offsets", name, position),
            offsets.Value.End
        );
    }

    private readonly WeightFileException Missing(string field, string name, long position) =>
        Error($"tensor {Quoted.Text(name)} has no field \"{field}\"", position, name);

    private TensorDataType ReadDataType(string what, string name)
    {
        Expect(JsonTokenType.String, what + ", dtype", "a string", name);

        long start = Here();
        string text = Text(what + ", dtype", name);
        return TensorDataTypes.TryParse(text, out TensorDataType type)
            ? type
            : throw Error(
                $"{what} has the dtype {Quoted.Text(text)}, which the safetensors format does not know",
                start,
                name
            );
    }

    private TensorShape ReadShape(string what, string name)
    {
        Expect(JsonTokenType.StartArray, what + ", shape", "an array of whole numbers", name);

        what += ", shape";
        List<long> extents = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            extents.Add(Number(what, name));
        }

        return [.. extents];
    }

    private (long Start, long End) ReadOffsets(string what, string name)
    {
        const string Expected = "an array of two whole numbers";
        what += ", data_offsets";
        Expect(JsonTokenType.StartArray, what, Expected, name);

        long position = Here();
        List<long> offsets = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            offsets.Add(Number(what, name));
        }

        return offsets.Count == 2
            ? (offsets[0], offsets[1])
            : throw Error($"{what}: {Expected} is expected, {offsets.Count} found", position, name);
    }

    private long Number(string what, string tensor)
    {
        const string Expected = "a whole number from 0 to 9223372036854775807";
        Expect(JsonTokenType.Number, what, Expected, tensor);

        return _reader.TryGetUInt64(out ulong value) && value <= long.MaxValue
            ? (long)value
            : throw Error(
                $"{what}: {Expected} is expected, {Quoted.Text(Encoding.UTF8.GetString(_reader.ValueSpan))} found",
                Here(),
                tensor
            );
    }

    private readonly string Text(string what, string? tensor)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new WeightFileException(
                _file,
                $"{what} is not Unicode: an escaped surrogate has no partner",
                Damaged,
                tensor,
                Here(),
                exception
            );
        }
    }

    private readonly long Here() => _position + _reader.TokenStartIndex;

    private readonly void Expect(JsonTokenType type, string what, string expected, string? tensor = null)
    {
        if (_reader.TokenType != type)
        {
            throw Error($"{what}: {expected} is expected, {Kind(_reader.TokenType)} found", Here(), tensor);
        }
    }

    private readonly WeightFileException Error(string problem, long position, string? tensor = null) =>
        new(_file, problem, Damaged, tensor, position);

    private static string Kind(JsonTokenType type) =>
        type switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            JsonTokenType.Null => "null",
            _ => "true or false",
        };

    private static int FirstInvalidByte(ReadOnlySpan<byte> text)
    {
        int index = 0;
        while (Rune.DecodeFromUtf8(text[index..], out _, out int length) == OperationStatus.Done)
        {
            index += length;
        }

        return index;
    }

    // The reader counts lines, and bytes in the last one. Messages count bytes.
    private readonly long Offset(JsonException exception)
    {
        int start = 0;
        for (long line = exception.LineNumber ?? 0; line > 0; line--)
        {
            start += _json[start..].IndexOf((byte)'\n') + 1;
        }

        return start + (exception.BytePositionInLine ?? 0);
    }

    private static string Reason(JsonException exception)
    {
        int end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? exception.Message : exception.Message[..end]).TrimEnd('.');
    }
}
