using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace ResNetGen.Weights;

/// <summary>
/// Writes a safetensors file as the format's own implementation does: the widest types first, then by name; the header
/// is filled up to 8 bytes with blanks, so that values are aligned.
/// </summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes a file, or nothing.</summary>
    /// <exception cref="ArgumentException">A name cannot be written.</exception>
    /// <exception cref="IOException">Something is there already, or the file cannot be written.</exception>
    public static void Write(
        string path,
        IEnumerable<SafetensorsValues> tensors,
        bool overwrite,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        // Before the file is begun: names may be wrong.
        SafetensorsValues[] ordered = Ordered(tensors);
        byte[] header = Header(ordered, metadata);
        TargetFile.Write(
            path,
            overwrite ? Replaceable.Any : Replaceable.None,
            stream => Write(stream, header, ordered, progress: null, CancellationToken.None)
        );
    }

    /// <summary>Writes the bytes of a file.</summary>
    /// <exception cref="ArgumentException">A name cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before a tensor.</exception>
    public static void Write(
        Stream stream,
        IEnumerable<SafetensorsValues> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        SafetensorsValues[] ordered = Ordered(tensors);
        Write(stream, Header(ordered, metadata), ordered, progress, cancellationToken);
    }

    private static void Write(
        Stream stream,
        byte[] header,
        SafetensorsValues[] ordered,
        IProgress<double>? progress,
        CancellationToken cancellationToken
    )
    {
        long all = ordered.Sum(tensor => tensor.ByteLength),
            written = 0;
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (SafetensorsValues tensor in ordered)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tensor.Write(stream);
            written += tensor.ByteLength;
            progress?.Report((double)written / all);
        }
    }

    private static SafetensorsValues[] Ordered(IEnumerable<SafetensorsValues> tensors) =>
        [
            .. tensors
                .OrderByDescending(tensor => TensorDataTypes.Bits(tensor.DataType))
                .ThenBy(tensor => tensor.Name, StringComparer.Ordinal),
        ];

    // A surrogate without its partner would become another character, and two names perhaps one.
    private static bool IsUnicode(string name)
    {
        ReadOnlySpan<char> rest = name;
        while (Rune.DecodeFromUtf16(rest, out _, out int length) == OperationStatus.Done)
        {
            rest = rest[length..];
        }

        return rest.IsEmpty;
    }

    private static byte[] Header(SafetensorsValues[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream result = new();
        using (Utf8JsonWriter json = new(result))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject(SafetensorsHeader.MetadataName);
                foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            long position = 0;
            foreach (SafetensorsValues tensor in tensors)
            {
                string name = tensor.Name;
                if (
                    name.Length > SafetensorsHeader.LongestName
                    || name == SafetensorsHeader.MetadataName
                    || !IsUnicode(name)
                )
                {
                    throw new ArgumentException(
                        $"A tensor cannot have the name {Quoted.Text(name)}: a name is Unicode, has up to {SafetensorsHeader.LongestName} "
                            + $"characters, and is not {SafetensorsHeader.MetadataName}."
                    );
                }

                json.WriteStartObject(name);
                json.WriteString("dtype", TensorDataTypes.Name(tensor.DataType));
                json.WriteStartArray("shape");
                foreach (long extent in tensor.Shape)
                {
                    json.WriteNumberValue(extent);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                position = checked(position + tensor.ByteLength);
                json.WriteNumberValue(position);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (result.Length % Alignment != 0)
        {
            result.WriteByte((byte)' ');
        }

        return result.ToArray();
    }
}
