using System.Runtime.InteropServices;
using Google.Protobuf;
using ResNetGen.Bench.Onnx;
using ResNetGen.Weights;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Tensors of ONNX models: each way in which values are stored, and what is noted beside them.</summary>
public class ModelTests
{
    private static readonly Lazy<Cases> Hostile = new(MakeHostile);

    private static readonly float[] Values = [1, -2, 0.5f, 3, 0, -0.25f];

    public static TheoryData<string> Stored => [.. StoredTensors().Select(tensor => tensor.Name)];

    [Theory]
    [MemberData(nameof(Stored))]
    public void ValuesAreRead(string name)
    {
        ModelWriter model = new();
        model.Tensor(StoredTensors().Single(tensor => tensor.Name == name).Tensor, name);
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("m.onnx", model.ToArray()));
        Assert.Equal(CheckpointFormat.Onnx, checkpoint.Format);
        CheckpointTensor tensor = Assert.Single(checkpoint.Tensors);
        Assert.Equal("[2, 3]", tensor.Shape.ToString());
        Assert.Equal(Values, Read(checkpoint, tensor));
    }

    [Fact]
    public void WholeNumbersAreListedAndWritten()
    {
        ModelWriter model = new();
        model.Integers("longs", 1, -2, 3);
        model.Tensor(ModelWriter.Tensor("bytes", 3, 3).Add(5, Packed(1, -2, 3)), "bytes");
        model.Tensor(ModelWriter.Tensor("scalar", ModelWriter.Float32).Add(4, Bytes(7f)), "scalar");
        model.Tensor(ModelWriter.Tensor("none", ModelWriter.Float32, 0, 3), "none");
        using TemporaryFolder folder = new();
        using (Checkpoint checkpoint = Checkpoint.Open(folder.Write("m.onnx", model.ToArray())))
        {
            Assert.Equal(
                ["longs I64 [3]", "bytes I8 [3]", "scalar F32 []", "none F32 [0, 3]"],
                checkpoint.Tensors.Select(tensor => tensor.ToString())
            );
            checkpoint.WriteSafetensors(
                folder["all"],
                checkpoint.Tensors.ToDictionary(one => one.Name, one => one.Name)
            );
        }

        byte[] written = File.ReadAllBytes(folder["all"]);
        using SafetensorsFile file = SafetensorsFile.FromBytes(written);
        SafetensorsTensor bytes = file.Tensors.Single(tensor => tensor.Name == "bytes");
        Assert.Equal([1, 254, 3], written[(int)bytes.Position..(int)(bytes.Position + 3)]);
    }

    [Fact]
    public void WriterOperatorsAndPropertiesAreMetadata()
    {
        ModelWriter model = new(13);
        model.Floats("a", [1], 1);
        model.Extra.Add(message => message.Add(3, "1.5"));
        model.Extra.Add(message => message.Add(8, new ProtobufMessage().Add(1, "com.microsoft").Add(2, 1)));
        model.Extra.Add(message => message.Add(14, new ProtobufMessage().Add(1, "names").Add(2, "{0: 'cat'}")));
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("m.onnx", model.ToArray()));
        Assert.Equal(
            ["names={0: 'cat'}", "opset com.microsoft=1", "opset=13", "producer_name=test", "producer_version=1.5"],
            checkpoint.Metadata.Select(note => $"{note.Key}={note.Value}").Order(StringComparer.Ordinal)
        );
    }

    /// <summary>Half precision in any of its forms gives a network.</summary>
    [Fact]
    public void WeightsMayBeElsewhere()
    {
        using TemporaryFolder folder = new();
        NetworkWriter writer = null!;
        long position = 16;
        List<byte> bytes = [.. new byte[position]];
        writer = new(Declared.Even)
        {
            Head = x =>
            {
                float[] values = writer.Random(writer.Declaration.Classes * writer.Features, -1, 1);
                bytes.AddRange(MemoryMarshal.AsBytes<float>(values));
                x = writer.Model.Node("Flatten", "flat", [writer.Model.Node("GlobalAveragePool", "pool", [x])]);
                return writer.Model.Node(
                    "Gemm",
                    "fc",
                    [
                        x,
                        writer.Model.Tensor(
                            External(
                                ModelWriter.Tensor(
                                    "w",
                                    ModelWriter.Float32,
                                    writer.Declaration.Classes,
                                    writer.Features
                                ),
                                ("location", "data/weights.bin"),
                                ("offset", $"{position}"),
                                ("length", $"{values.Length * sizeof(float)}")
                            ),
                            "w"
                        ),
                    ],
                    Attributes.Int("transB", 1)
                );
            },
        };
        string path = folder.Write("model.onnx", writer.Write());
        Directory.CreateDirectory(folder["data"]);
        folder.Write("data/weights.bin", [.. bytes, 1, 2, 3]);
        Recognised.As<EvenBasic>(path);
        using Checkpoint checkpoint = Checkpoint.Open(path);
        Assert.Equal([path, folder["data/weights.bin"]], checkpoint.Files);
    }

    [Theory]
    [InlineData("../weights.bin", "where a file in the model's folder is expected")]
    [InlineData("/etc/passwd", "where a file in the model's folder is expected")]
    [InlineData("a/../../weights.bin", "where a file in the model's folder is expected")]
    [InlineData("C:\\weights.bin", "where a file in the model's folder is expected")]
    [InlineData("..\\weights.bin", "where a file in the model's folder is expected")]
    [InlineData("", "where a file in the model's folder is expected")]
    [InlineData("./weights.bin", "where a file in the model's folder is expected")]
    [InlineData("weights.bin\0.txt", "where a file in the model's folder is expected")]
    [InlineData("a\n\u001b[31m", "where a file in the model's folder is expected")]
    [InlineData("missing.bin", "there is no such file")]
    [InlineData("link.bin", "where \"link.bin\" is a link")]
    [InlineData("linked/weights.bin", "where \"linked\" is a link")]
    public void FilesElsewhereAreNotOpened(string location, string problem)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["model"]);
        folder.Write("weights.bin", new byte[24]);
        folder.Write("model/weights.bin", new byte[24]);
        File.CreateSymbolicLink(folder["model/link.bin"], folder["weights.bin"]);
        Directory.CreateSymbolicLink(folder["model/linked"], folder.Path);
        Assert.Contains(problem, Refusal(folder, ("location", location)));
    }

    [Theory]
    [InlineData("offset", "1", "needs 24 bytes of values, and the model says 24 bytes from byte 1 on")]
    [InlineData("offset", "9223372036854775807", "from byte 9223372036854775807 on of \"weights.bin\", which has 24")]
    [InlineData("offset", "-1", "its offset in another file is \"-1\", where a whole number is expected")]
    [InlineData("offset", "0x0", "where a whole number is expected")]
    [InlineData("length", "23", "and the model says 23 bytes from byte 0 on")]
    [InlineData("length", "99999999999999999999", "where a whole number is expected")]
    public void PlacesInFilesAreChecked(string key, string value, string problem)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["model"]);
        folder.Write("model/weights.bin", new byte[24]);
        Assert.Contains(problem, Refusal(folder, ("location", "weights.bin"), (key, value)));
    }

    public static TheoryData<string> HostileNames => [.. Hostile.Value];

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void HostileModelsAreRefused(string name)
    {
        (byte[] bytes, string problem) = Hostile.Value[name];
        Refused.With(name + ".onnx", bytes, problem);
    }

    /// <summary>Cut anywhere but behind the graph.</summary>
    [Fact]
    public void TruncatedModelsAreRefused()
    {
        ModelWriter model = new();
        string x = model.Input("x", 1, 3, 4, 4);
        model.Node("Conv", "c", [x, model.Floats("w", new float[12], 4, 3, 1, 1)], Attributes.Square("strides", 1));
        model.Output("c");
        byte[] bytes = model.ToArray();
        int graph = bytes.Length - 6; // Behind it is the version of the operators.
        using TemporaryFolder folder = new();
        for (int length = 1; length < bytes.Length; length++)
        {
            string path = folder.Write("m.onnx", bytes[..length]);
            if (length == graph)
            {
                using Checkpoint whole = Checkpoint.Open(path);
                Assert.Single(whole.Tensors);
            }
            else
            {
                Assert.Throws<WeightFileException>(() => Checkpoint.Open(path));
            }
        }
    }

    /// <summary>A safetensors header may be as long as the number that an ONNX model begins with.</summary>
    [Fact]
    public void SafetensorsIsNotTakenForOnnx()
    {
        string json = "{}".PadRight(0x3a0708);
        byte[] bytes = [.. BitConverter.GetBytes((long)json.Length), .. System.Text.Encoding.ASCII.GetBytes(json)];
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("file", bytes));
        Assert.Equal(CheckpointFormat.Safetensors, checkpoint.Format);
    }

    [Fact]
    public void OtherFilesWithTheNameAreWhatTheyAre() =>
        Refused.With("m.onnx", "version https://git-lfs.github.com/spec/v1\n"u8.ToArray(), "this is a Git LFS pointer");

    private static Cases MakeHostile()
    {
        Cases cases = [];
        cases.Add("no graph", new ProtobufMessage().Add(1, 8).Add(2, "test").ToArray(), "the ONNX model has no graph");
        cases.Add(
            "no protobuf",
            [0x08, 0x08, 0x12, 0xff, 0xff, 0xff, 0xff, 0x07, 1, 2],
            "the ONNX model ends within a field"
        );
        cases.Add(
            "end of a group",
            [0x08, 0x08, 0x12, 0x01, 0x41, 0x0c, 0x0c, 0x0c],
            "the ONNX model ends within a field"
        );
        cases.Add(
            "groups in groups",
            [0x08, 0x08, 0x12, 0x01, 0x41, .. Enumerable.Repeat((byte)0x0b, 100_000)],
            "the ONNX model ends within a field"
        );
        cases.Add(
            "a negative length",
            [0x08, 0x08, 0x12, 0x01, 0x41, 0x3a, .. Enumerable.Repeat((byte)0xff, 9), 1],
            "the ONNX model"
        );
        cases.Add("millions of nodes", Many(1, [], 1_100_000), "the graph has more than 100000 nodes");
        cases.Add("many nodes", Many(1, [], 100_001), "the graph has more than 100000 nodes");
        cases.Add("millions of tensors", Many(5, [], 1_100_000), "the graph has more than 100000 tensors");
        cases.Add("millions of extents", Model(Named("a").Add(1, new byte[1_100_000])), "has more than 1000000 fields");
        cases.Add(
            "a number beyond its list",
            Model(new ProtobufMessage().Add(1, new byte[] { 0x80 }).Add(2, 1)),
            "a number reaches beyond its list"
        );
        cases.Add("a long name", Model(Named(new string('a', 1001))), "a text has 1001 bytes, and 1000 are the most");
        cases.Add("millions of inputs", Many(11, [], 1_100_000), "has more than 1000000 fields");
        cases.Add("no name", Model(Named("").Add(4, Bytes(1f))), "a tensor has no name");
        cases.Add(
            "two of a name",
            Model(Named("a").Add(4, Bytes(1f)), Named("a").Add(4, Bytes(1f))),
            "two tensors are called \"a\""
        );
        cases.Add(
            "fewer raw values",
            Model(Named("a", 2).Add(9, Bytes(1f))),
            "FLOAT [2] needs 8 bytes of values, and 4 are there"
        );
        cases.Add(
            "more raw values",
            Model(Named("a", 1).Add(9, Bytes(1f, 2f))),
            "FLOAT [1] needs 4 bytes of values, and 8 are there"
        );
        cases.Add("no values", Model(Named("a", 1)), "FLOAT [1] needs 4 bytes of values, and 0 are there");
        cases.Add("fewer values", Model(Named("a", 2).Add(4, Bytes(1f))), "needs 8 bytes of values, and 4 are there");
        cases.Add(
            "fewer whole numbers",
            Model(ModelWriter.Tensor("a", 7, 3).Add(7, Packed(1, 2))),
            "INT64 [3] needs 24 bytes"
        );
        cases.Add(
            "values of another type",
            Model(Named("a", 1).Add(7, Packed(1))),
            "its values are in field 7, where 4 is expected"
        );
        cases.Add(
            "a negative extent",
            Model(Named("a", -1).Add(4, Bytes(1f))),
            "has a negative number, or too many values"
        );
        cases.Add(
            "two negative extents",
            Model(Named("a", -1, -1).Add(4, Bytes(1f))),
            "has a negative number, or too many values"
        );
        cases.Add(
            "too many values",
            Model(Named("a", long.MaxValue, long.MaxValue)),
            "has a negative number, or too many values"
        );
        cases.Add(
            "a huge claim",
            Model(ModelWriter.Tensor("a", 7, 1L << 40).Add(7, Packed(1))),
            "needs 8796093022208 bytes of values"
        );
        cases.Add("strings", Model(ModelWriter.Tensor("a", 8, 1).Add(6, "x")), "tensor \"a\": it is STRING; of ONNX");
        cases.Add(
            "4 bits",
            Model(ModelWriter.Tensor("a", 22, 2).Add(9, new byte[] { 1 })),
            "tensor \"a\": it is INT4; of ONNX"
        );
        cases.Add("an unknown type", Model(ModelWriter.Tensor("a", 99, 1)), "tensor \"a\": it is type 99; of ONNX");
        cases.Add(
            "a part",
            Model(Named("a", 1).Add(3, new ProtobufMessage().Add(1, 0).Add(2, 1))),
            "it is a part of a tensor"
        );
        ModelWriter sparse = new();
        sparse.ExtraOfGraph.Add(graph => graph.Add(15, new ProtobufMessage().Add(1, Named("s", 1))));
        cases.Add("a sparse tensor", sparse.ToArray(), "tensor \"s\": it is sparse");
        ModelWriter twice = new();
        twice.Node("Relu", "r", [], Attributes.Int("a", 1), Attributes.Int("a", 2));
        cases.Add("an attribute twice", twice.ToArray(), "a node has two attributes \"a\"");
        return cases;
    }

    private static byte[] Model(params ProtobufMessage[] tensors)
    {
        ModelWriter model = new();
        foreach (ProtobufMessage tensor in tensors)
        {
            model.Tensor(tensor, "");
        }

        return model.ToArray();
    }

    private static byte[] Many(int field, byte[] message, int count)
    {
        byte[] one = [(byte)((field << 3) | 2), (byte)message.Length, .. message];
        byte[] graph = [.. Enumerable.Repeat(one, count).SelectMany(bytes => bytes)];
        return new ProtobufMessage().Add(1, 8).Add(7, graph).ToArray();
    }

    private static ProtobufMessage Named(string name, params long[] shape) =>
        ModelWriter.Tensor(name, ModelWriter.Float32, shape);

    private static ProtobufMessage External(ProtobufMessage tensor, params (string Key, string Value)[] entries) =>
        tensor
            .AddAll(13, entries.Select(entry => new ProtobufMessage().Add(1, entry.Key).Add(2, entry.Value)))
            .Add(14, 1);

    private static string Refusal(TemporaryFolder folder, params (string Key, string Value)[] entries)
    {
        string path = folder.Write("model/m.onnx", Model(External(Named("a", 2, 3), entries)));
        return Assert.Throws<WeightFileException>(() => Checkpoint.Open(path)).Message;
    }

    private static List<(string Name, ProtobufMessage Tensor)> StoredTensors()
    {
        byte[] bytes = Bytes(Values);
        List<(string Name, ProtobufMessage Tensor)> tensors = [];
        Add("raw", ModelWriter.Float32, tensor => tensor.Add(9, bytes));
        Add("float_data", ModelWriter.Float32, tensor => tensor.Add(4, bytes));
        Add("float_data in pieces", ModelWriter.Float32, tensor => tensor.Add(4, bytes[..8]).Add(4, bytes[8..]));
        Add(
            "float_data unpacked",
            ModelWriter.Float32,
            tensor => Values.Aggregate(tensor, (all, value) => all.Add(4, value))
        );
        Add("double_data", 11, tensor => tensor.Add(10, Doubles()));
        Add("raw doubles", 11, tensor => tensor.Add(9, Doubles()));
        Add(
            "raw halves",
            ModelWriter.Float16,
            tensor => tensor.Add(9, MemoryMarshal.AsBytes<ushort>(Halves()).ToArray())
        );
        Add(
            "int32_data of halves",
            ModelWriter.Float16,
            tensor => tensor.Add(5, Packed([.. Halves().Select(half => (long)half)]))
        );
        Add(
            "int32_data of halves unpacked",
            ModelWriter.Float16,
            tensor => tensor.AddAll(5, Halves().Select(half => (long)half))
        );
        Add(
            "int32_data of brain floats",
            16,
            tensor =>
                tensor.Add(5, Packed([.. Values.Select(value => (long)(BitConverter.SingleToUInt32Bits(value) >> 16))]))
        );
        Add(
            "extents packed",
            0,
            _ => new ProtobufMessage().Add(1, new byte[] { 2, 3 }).Add(2, 1).Add(8, "extents packed").Add(9, bytes)
        );
        return tensors;

        void Add(string name, int type, Func<ProtobufMessage, ProtobufMessage> fill) =>
            tensors.Add((name, fill(ModelWriter.Tensor(name, type, 2, 3))));

        static byte[] Doubles() =>
            MemoryMarshal.AsBytes<double>(Array.ConvertAll(Values, value => (double)value)).ToArray();

        static ushort[] Halves() => Array.ConvertAll(Values, value => BitConverter.HalfToUInt16Bits((Half)value));
    }

    private static byte[] Bytes(params float[] values) => MemoryMarshal.AsBytes<float>(values).ToArray();

    private static byte[] Packed(params long[] values)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true))
        {
            foreach (long value in values)
            {
                output.WriteInt64(value);
            }
        }

        return stream.ToArray();
    }

    private static float[] Read(Checkpoint checkpoint, CheckpointTensor tensor)
    {
        float[] values = new float[tensor.ElementCount];
        checkpoint.ReadSingle(tensor, values);
        return values;
    }
}
