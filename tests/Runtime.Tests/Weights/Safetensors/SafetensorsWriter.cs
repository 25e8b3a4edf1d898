using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Writes safetensors files, right ones and wrong ones.</summary>
internal sealed class SafetensorsWriter
{
    private readonly List<string> _fields = [];
    private readonly MemoryStream _data = new();

    /// <summary>White space after the JSON: how to give the data any alignment.</summary>
    public int Padding { get; set; }

    public SafetensorsWriter Add(string name, string dataType, long[] shape, ReadOnlySpan<byte> data)
    {
        long start = _data.Length;
        _data.Write(data);
        _fields.Add(
            $"{Json(name)}:{{\"dtype\":\"{dataType}\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{start},{_data.Length}]}}"
        );
        return this;
    }

    public SafetensorsWriter Add(string name, long[] shape, params ReadOnlySpan<float> values) =>
        Add(name, "F32", shape, MemoryMarshal.AsBytes(values));

    public SafetensorsWriter Metadata(string json)
    {
        _fields.Insert(0, $"\"__metadata__\":{json}");
        return this;
    }

    public byte[] ToBytes() => File($"{{{string.Join(',', _fields)}}}{new string(' ', Padding)}", _data.ToArray());

    /// <summary>A file of any header and any data.</summary>
    public static byte[] File(string header, ReadOnlySpan<byte> data = default) =>
        File(Encoding.UTF8.GetBytes(header), data);

    /// <summary>A file of any header and any data.</summary>
    public static byte[] File(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data = default)
    {
        byte[] file = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        header.CopyTo(file.AsSpan(8));
        data.CopyTo(file.AsSpan(8 + header.Length));
        return file;
    }

    private static string Json(string text) => $"\"{System.Text.Json.JsonEncodedText.Encode(text)}\"";
}
