using System.Buffers.Binary;
using System.Text;

namespace ResNetGen.Import.Tests;

/// <summary>Writes pickles opcode by opcode, also those that Python would not write.</summary>
internal sealed class PickleBuilder
{
    private readonly MemoryStream _bytes = new();

    public PickleBuilder() => Raw(0x80, 2);

    public byte[] Bytes => _bytes.ToArray();

    public PickleBuilder Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public PickleBuilder Op(string opcodes) => Raw(Encoding.Latin1.GetBytes(opcodes));

    public PickleBuilder Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Op("X").Raw(length).Raw(utf8);
    }

    public PickleBuilder Integer(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8A, 8).Raw(bytes);
    }

    public PickleBuilder Global(string module, string name) => Op($"c{module}\n{name}\n");

    public PickleBuilder Tuple(params long[] values)
    {
        Op("(");
        foreach (long value in values)
        {
            Integer(value);
        }

        return Op("t");
    }

    public PickleBuilder Storage(string key, long count, string type = "FloatStorage", string module = "torch") =>
        Op("(").Text("storage").Global(module, type).Text(key).Text("cpu").Integer(count).Op("tQ");

    /// <summary>A tensor on a storage of float32.</summary>
    public PickleBuilder Tensor(string key, long count, long offset, long[] shape, long[] strides) =>
        Global("torch._utils", "_rebuild_tensor_v2")
            .Op("(")
            .Storage(key, count)
            .Integer(offset)
            .Tuple(shape)
            .Tuple(strides)
            .Raw(0x89)
            .Op("NtR");

    /// <summary>A pickle of a dict with one tensor.</summary>
    public static byte[] Dict(string name, Func<PickleBuilder, PickleBuilder> value) =>
        value(new PickleBuilder().Op("}").Text(name)).Op("s.").Bytes;
}
