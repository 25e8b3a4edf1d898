using System.Buffers.Binary;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

public sealed class MalformedFileTests
{
    private const string Good = """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";

    public static TheoryData<string, byte[], string> Files { get; } =
        new()
        {
            { "no bytes in memory", [], "the file has 0 bytes; the length of a safetensors header alone takes 8" },
            { "seven bytes", [1, 0, 0, 0, 0, 0, 0], "the file has 7 bytes" },
            {
                "header too long",
                Length(100_000_001, 20),
                "its header has 100000001 bytes, and a safetensors header has at most 100000000 (at byte 0)"
            },
            { "header length of 2^64 - 1", Length(ulong.MaxValue, 20), "its header has 18446744073709551615 bytes" },
            { "header beyond the file", Length(100_000_000, 20), "its header has 100000000 bytes, and 20 follow" },
            { "header one byte beyond the file", Length(21, 20), "its header has 21 bytes, and 20 follow" },
            { "header of no bytes", Length(0, 0), "the header is not JSON" },
            { "header of white space", SafetensorsWriter.File("   "), "the header is not JSON" },
            {
                "not UTF-8",
                SafetensorsWriter.File([(byte)'{', (byte)'"', 0xff, (byte)'"', (byte)'}']),
                "the header is not UTF-8 (at byte 10)"
            },
            {
                "half a character",
                SafetensorsWriter.File([(byte)'{', (byte)'}', 0xc3]),
                "the header is not UTF-8 (at byte 10)"
            },
            { "not JSON", SafetensorsWriter.File("{ what"), "the header is not JSON" },
            { "unfinished JSON", SafetensorsWriter.File("{\"x\":"), "the header is not JSON" },
            { "comment", SafetensorsWriter.File("{} // no"), "the header is not JSON" },
            { "trailing comma", SafetensorsWriter.File(Good[..^1] + ",}", new byte[4]), "the header is not JSON" },
            { "byte order mark", SafetensorsWriter.File("\ufeff{}"), "the header is not JSON" },
            {
                "text after the JSON",
                SafetensorsWriter.File("{}x"),
                "the header is not JSON: 'x' is invalid after a single JSON value"
            },
            { "second value after the JSON", SafetensorsWriter.File("{}\n{}"), "(at byte 11)" },
            { "NUL after the JSON", SafetensorsWriter.File("{}\0"), "the header is not JSON" },
            {
                "nested too deep",
                SafetensorsWriter.File("{\"x\":{\"a\":" + new string('[', 200)),
                "the header is not JSON"
            },
            {
                "array",
                SafetensorsWriter.File("[]"),
                "the header: a JSON object is expected, an array found (at byte 8)"
            },
            { "string", SafetensorsWriter.File("\"x\""), "the header: a JSON object is expected, a string found" },
            { "null", SafetensorsWriter.File("null"), "the header: a JSON object is expected, null found" },
            {
                "tensor that is a number",
                SafetensorsWriter.File("""{"x":1}"""),
                "an object with dtype, shape and data_offsets is expected, a number found (at byte 13)"
            },
            {
                "tensor that is an array",
                SafetensorsWriter.File("""{"x":["F32",[1],[0,4]]}""", new byte[4]),
                "an object with dtype, shape and data_offsets is expected, an array found"
            },
            { "name with half a surrogate pair", SafetensorsWriter.File("""{"\ud800":{}}"""), "is not Unicode" },
            {
                "metadata that is a string",
                SafetensorsWriter.File("""{"__metadata__":"x"}"""),
                "__metadata__: an object of strings is expected, a string found"
            },
            {
                "metadata with a number",
                SafetensorsWriter.File("""{"__metadata__":{"x":1}}"""),
                "__metadata__, \"x\": a string is expected, a number found"
            },
            {
                "metadata with null",
                SafetensorsWriter.File("""{"__metadata__":{"x":null}}"""),
                "a string is expected, null found"
            },
            {
                "metadata with an object",
                SafetensorsWriter.File("""{"__metadata__":{"x":{}}}"""),
                "a string is expected, an object found"
            },
            {
                "metadata with a key twice",
                SafetensorsWriter.File("""{"__metadata__":{"x":"1","x":"1"}}"""),
                "__metadata__ has \"x\" twice"
            },
            {
                "metadata twice",
                SafetensorsWriter.File("""{"__metadata__":{},"__metadata__":{}}"""),
                "the header has \"__metadata__\" twice"
            },
            {
                "name twice",
                SafetensorsWriter.File($"{Good[..^1]},{Good[1..]}", new byte[4]),
                "the header has \"x\" twice (at byte 62)"
            },
            {
                "name twice, once escaped",
                SafetensorsWriter.File($"{Good[..^1]},{Good[1..].Replace("\"x\"", "\"\\u0078\"")}", new byte[4]),
                "the header has \"x\" twice"
            },
            { "no dtype", Tensor("\"shape\":[1],\"data_offsets\":[0,4]"), "tensor \"x\" has no field \"dtype\"" },
            { "no shape", Tensor("\"dtype\":\"F32\",\"data_offsets\":[0,4]"), "tensor \"x\" has no field \"shape\"" },
            {
                "no data_offsets",
                Tensor("\"dtype\":\"F32\",\"shape\":[1]"),
                "tensor \"x\" has no field \"data_offsets\""
            },
            { "empty tensor", Tensor(""), "has no field" },
            {
                "dtype twice",
                Tensor("\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]"),
                "has the field \"dtype\" twice"
            },
            {
                "shape twice",
                Tensor("\"dtype\":\"F32\",\"shape\":[1],\"shape\":[1],\"data_offsets\":[0,4]"),
                "has the field \"shape\" twice"
            },
            {
                "data_offsets twice",
                Tensor("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"data_offsets\":[0,4]"),
                "has the field \"data_offsets\" twice"
            },
            {
                "unknown field twice",
                Tensor("\"a\":1,\"a\":1,\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]"),
                "has the field \"a\" twice"
            },
            {
                "dtype that is a number",
                Tensor("1", "[1]", "[0,4]"),
                "tensor \"x\", dtype: a string is expected, a number found"
            },
            {
                "dtype unknown",
                Tensor("\"F31\"", "[1]", "[0,4]"),
                "has the dtype \"F31\", which the safetensors format does not know"
            },
            { "dtype in lower case", Tensor("\"f32\"", "[1]", "[0,4]"), "has the dtype \"f32\"" },
            {
                "shape that is a number",
                Tensor("\"F32\"", "1", "[0,4]"),
                "tensor \"x\", shape: an array of whole numbers is expected, a number found"
            },
            {
                "shape with a string",
                Tensor("\"F32\"", "[\"1\"]", "[0,4]"),
                "tensor \"x\", shape: a whole number from 0 to 9223372036854775807 is expected, a string found"
            },
            { "shape with null", Tensor("\"F32\"", "[null]", "[0,4]"), "is expected, null found" },
            { "shape with a negative number", Tensor("\"F32\"", "[-1]", "[0,4]"), "is expected, \"-1\" found" },
            { "shape with minus zero", Tensor("\"F32\"", "[-0]", "[0,0]", 0), "is expected, \"-0\" found" },
            { "shape with a fraction", Tensor("\"F32\"", "[1.0]", "[0,4]"), "is expected, \"1.0\" found" },
            { "shape with an exponent", Tensor("\"F32\"", "[1e0]", "[0,4]"), "is expected, \"1e0\" found" },
            {
                "shape with a number too big",
                Tensor("\"F32\"", "[99999999999999999999999]", "[0,4]"),
                "is expected, \"99999999999999999999999\" found"
            },
            {
                "data_offsets that are an object",
                Tensor("\"F32\"", "[1]", "{}"),
                "data_offsets: an array of two whole numbers is expected, an object found"
            },
            {
                "data_offsets of one",
                Tensor("\"F32\"", "[1]", "[4]"),
                "an array of two whole numbers is expected, 1 found"
            },
            {
                "data_offsets of three",
                Tensor("\"F32\"", "[1]", "[0,4,4]"),
                "an array of two whole numbers is expected, 3 found"
            },
            { "data_offsets with a fraction", Tensor("\"F32\"", "[1]", "[0,4.5]"), "is expected, \"4.5\" found" },
            { "data_offsets with a negative number", Tensor("\"F32\"", "[1]", "[-4,0]"), "is expected, \"-4\" found" },
            {
                "data_offsets with a number too big",
                Tensor("\"F32\"", "[1]", "[0,18446744073709551616]"),
                "is expected, \"18446744073709551616\" found"
            },
            {
                "data_offsets backwards",
                Tensor("\"F32\"", "[1]", "[4,0]"),
                "has data_offsets that run backwards: [4, 0]"
            },
            {
                "hole at the start",
                Tensor("\"F32\"", "[1]", "[4,8]", 8),
                "leaves a hole of 4 bytes after the start of the data"
            },
            {
                "hole between",
                Two("[0,4]", "[6,10]", 10),
                "tensor \"b\" leaves a hole of 2 bytes after the end of tensor \"a\""
            },
            {
                "overlap",
                Two("[0,4]", "[2,6]", 6),
                "tensor \"b\" overlaps another: it starts at byte 2 of the data, before the end of tensor \"a\" at 4"
            },
            {
                "same bytes twice",
                Two("[0,4]", "[0,4]", 4),
                "overlaps another: it starts at byte 0 of the data, before the end of tensor"
            },
            {
                "past the end",
                Tensor("\"F32\"", "[1]", "[0,4]", 3),
                "ends at byte 4 of the data, of which there are 3 (at byte 9). The file is cut short"
            },
            {
                "far past the end",
                Tensor("\"F32\"", "[1]", "[0,9223372036854775807]"),
                "ends at byte 9223372036854775807 of the data"
            },
            {
                "bytes after the last tensor",
                Tensor("\"F32\"", "[1]", "[0,4]", 5),
                "1 bytes follow the last tensor, where the file should end (at byte"
            },
            {
                "bytes after an empty header",
                SafetensorsWriter.File("{}", new byte[3]),
                "3 bytes follow the last tensor, where the file should end (at byte 10)"
            },
            {
                "shape larger than the bytes",
                Tensor("\"F32\"", "[2]", "[0,4]"),
                "tensor \"x\" is F32 [2], which is 8 bytes, and has data_offsets of 4 bytes"
            },
            {
                "shape smaller than the bytes",
                Tensor("\"F32\"", "[0]", "[0,4]"),
                "tensor \"x\" is F32 [0], which is 0 bytes, and has data_offsets of 4 bytes"
            },
            { "type of another size", Tensor("\"F16\"", "[1]", "[0,4]"), "tensor \"x\" is F16 [1], which is 2 bytes" },
            {
                "shape that overflows",
                Tensor("\"F32\"", "[4294967296,4294967296]", "[0,4]"),
                "has more values than can be: [4294967296, 4294967296]"
            },
            {
                "bytes that overflow",
                Tensor("\"F32\"", "[4611686018427387904]", "[0,4]"),
                "has more values than can be"
            },
            {
                "overflow before a zero",
                Tensor("\"F32\"", "[9223372036854775807,4,0]", "[0,0]", 0),
                "has more values than can be"
            },
            {
                "half a byte",
                Tensor("\"F4\"", "[3]", "[0,2]", 2),
                "tensor \"x\" is F4 [3], which is not a whole number of bytes"
            },
            { "six bits", Tensor("\"F6_E2M3\"", "[2]", "[0,2]", 2), "which is not a whole number of bytes" },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public void IsRefused(string what, byte[] bytes, string problem)
    {
        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            SafetensorsFile.FromBytes(bytes, "resnet.safetensors")
        );
        Assert.StartsWith("resnet.safetensors: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Equal("resnet.safetensors", exception.File);
        Assert.NotEmpty(what);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void IsReleased(string what, byte[] bytes, string problem)
    {
        Assert.NotEmpty(what + problem);
        using TemporaryFile file = new(bytes);
        Assert.Throws<WeightFileException>(() => SafetensorsFile.Open(file.Path));
        Assert.False(file.IsHeld);
    }

    [Fact]
    public void TheErrorNamesTensorAndByte()
    {
        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            SafetensorsFile.FromBytes(Tensor("\"F32\"", "[2]", "[0,4]"))
        );
        Assert.Equal("x", exception.Tensor);
        Assert.Equal(9, exception.Position);
    }

    [Fact]
    public void NamesInMessagesAreBoundedAndOnOneLine()
    {
        string name = "a\nb" + new string('c', 900);
        byte[] bytes = new SafetensorsWriter().Add(name, [2], 1f).ToBytes();
        WeightFileException exception = Assert.Throws<WeightFileException>(() => SafetensorsFile.FromBytes(bytes));
        Assert.Contains("\"a\\u000abccc", exception.Message, StringComparison.Ordinal);
        Assert.True(exception.Message.Length < 500);
        Assert.Equal(name, exception.Tensor);
    }

    private static byte[] Length(ulong length, int following)
    {
        byte[] file = new byte[8 + following];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        return file;
    }

    private static byte[] Tensor(string fields) => SafetensorsWriter.File($"{{\"x\":{{{fields}}}}}", new byte[4]);

    private static byte[] Tensor(string dataType, string shape, string offsets, int dataLength = 4) =>
        SafetensorsWriter.File(
            $"{{\"x\":{{\"dtype\":{dataType},\"shape\":{shape},\"data_offsets\":{offsets}}}}}",
            new byte[dataLength]
        );

    private static byte[] Two(string first, string second, int dataLength) =>
        SafetensorsWriter.File(
            $"{{\"b\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":{second}}},"
                + $"\"a\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":{first}}}}}",
            new byte[dataLength]
        );
}
