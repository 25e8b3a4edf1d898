namespace ResNetGen.Import.Tests;

/// <summary>Pickles that nobody would save.</summary>
public class HostilePickleTests
{
    private const long Huge = 1L << 62;

    private static readonly Cases Tensors = new()
    {
        { "negative offset", Tensor(-1, [2], [1]), "negative" },
        { "negative extent", Tensor(0, [-2], [1]), "negative" },
        { "negative stride", Tensor(0, [2], [-1]), "negative" },
        { "offset", Tensor(6, [], []), "begins at value 6 of its storage, which has 6" },
        { "huge offset", Tensor(long.MaxValue, [1], [1]), "ends at value 9223372036854775807" },
        { "stride", Tensor(0, [2, 3], [4, 1]), "ends at value 6" },
        { "huge stride", Tensor(0, [3], [Huge]), "ends at value 9223372036854775808" },
        { "huge extents", Tensor(0, [Huge, Huge], [0, 0]), "4611686018427387904 values, far more" },
        { "overflow to zero", Tensor(0, [1L << 32, 1L << 32], [0, 0]), "4294967296 values, far more" },
        { "expanded", Tensor(0, [1 << 25], [0]), "33554432 values, far more" },
        { "ranks", Tensor(0, [2, 3], [1]), "2 extents and 1 strides" },
        { "rank", Tensor(0, new long[65], new long[65]), "65 extents, and 64 are the most" },
        { "count", Dict(value => value.Tensor("0", Huge, 0, [2], [1])), "has 4611686018427387904 values" },
        { "negative count", Dict(value => value.Tensor("0", -6, 0, [2], [1])), "has -6 values" },
        { "key", Dict(value => value.Tensor("../../x", 6, 0, [2], [1])), "\"a/data/../../x\" is missing" },
        { "quantized", Dict(Storage("QInt8Storage")), "depends on \"torch._utils._rebuild_tensor_v2\"" },
        { "storage", Dict(value => value.Storage("0", 6)), "depends on \"torch.FloatStorage\"" },
        { "argument", Dict(value => value.Global("os", "f").Op("(").Tensor("0", 6, 0, [2], [1]).Op("tR")), "\"os.f\"" },
        { "same name", SameName(), "two tensors have the name \"a.b\"" },
    };

    private static readonly Cases Pickles = new()
    {
        { "empty", [], "is cut short" },
        { "no stop", new PickleBuilder().Op("}").Bytes, "is cut short" },
        { "empty stack", new PickleBuilder().Op(".").Bytes, "the stack is empty" },
        { "no mark", new PickleBuilder().Op("t.").Bytes, "a mark is needed" },
        { "below a mark", new PickleBuilder().Op("N(").Raw(0x85).Bytes, "1 values are needed" },
        { "protocol 6", [0x80, 6, .. "N."u8], "the protocol of the pickle is 6, and 2 to 5" },
        { "protocol 0", [.. "(dp0\n."u8], "the opcode 'p' of protocol 0" },
        { "opcode", new PickleBuilder().Raw(0xFF).Bytes, "the opcode 0xff" },
        { "extension", new PickleBuilder().Raw(0x82, 1).Bytes, "the opcode 0x82" },
        { "memo", new PickleBuilder().Op("h\u0005.").Bytes, "the memo has no value 5" },
        { "long string", new PickleBuilder().Op("X").Raw(255, 255, 255, 255).Bytes, "2147483647 bytes are needed" },
        { "long bytes", new PickleBuilder().Raw(0x8E, 255, 255, 255, 255, 255, 255, 255, 255).Bytes, "cut short" },
        { "long line", new PickleBuilder().Op("c" + new string('x', 2000)).Bytes, "does not end within" },
        { "called number", new PickleBuilder().Op("K\u0001)R.").Bytes, "no class and no function" },
        { "no tuple", new PickleBuilder().Global("os", "system").Op("NR.").Bytes, "without a tuple" },
        { "odd dict", new PickleBuilder().Op("}(Nu.").Bytes, "a key has no value" },
        { "no dict", new PickleBuilder().Op("NNNs.").Bytes, "no dict" },
        { "no list", new PickleBuilder().Op("NNa.").Bytes, "no list" },
        { "no state", new PickleBuilder().Op("NNb.").Bytes, "can have none" },
        { "persistent id", new PickleBuilder().Op("NQ.").Bytes, "none of torch.save" },
        { "shape", BadShape(), "no whole number" },
        { "deep", Deep(), "nested deeper than 200 levels" },
        { "million laughs", Laughs(withTensor: true), "more than 100000 tensors" },
        { "laughs without tensors", Laughs(withTensor: false), "there is no tensor" },
        { "expanded again and again", Expanded(), "far more than a file of" },
        { "crowd with a tensor", Crowd(), "references make more than" },
        { "search without an end", LongSearch(), "references make more than" },
        { "deep tuples", Deeply(), "there is no tensor" },
        { "opcodes", Repeat("N0", 2_000_000), "takes more than 2000000 steps" },
        { "containers", Repeat("}", 1_999_000), "there is no tensor" },
        { "objects", Repeat("]Na", 660_000), "there is no tensor" },
        { "memo of millions", Repeat("N\u0094", 990_000), "there is no tensor" },
        { "long classes", LongClasses(), "takes more than 2000000 steps" },
        { "long shapes", LongShapes(), "100000 extents, and 64 are the most" },
        { "long arguments", LongArguments(), "there is no tensor" },
        { "long key of a storage", Dict(x => x.Storage(new string('k', 101), 6)), "none of torch.save" },
        { "long names", LongNames(), "has more than 1000 characters" },
        { "copies", Copies(), "takes more than 2000000 steps" },
    };

    public static TheoryData<string> TensorNames => [.. Tensors];

    public static TheoryData<string> PickleNames => [.. Pickles];

    [Theory]
    [MemberData(nameof(TensorNames))]
    public void TensorIsRefused(string name) =>
        Refused.With(name, ZipBuilder.Checkpoint(Tensors[name].Bytes, 6).Build(), Tensors[name].Problem);

    [Theory]
    [MemberData(nameof(PickleNames))]
    public void PickleIsRefused(string name) =>
        Refused.With(name, ZipBuilder.Checkpoint(Pickles[name].Bytes, 6).Build(), Pickles[name].Problem);

    [Fact]
    public void ErrorsNameTheTensor()
    {
        byte[] bytes = ZipBuilder.Checkpoint(Tensor(-1, [2], [1]), 6).Build();
        Assert.Equal("x", Refused.With("name", bytes, "tensor \"x\": ").Tensor);
    }

    /// <summary>Calls of whatever there is are values, and not made.</summary>
    [Fact]
    public void CallsAreNotMade()
    {
        using TemporaryFolder folder = new();
        byte[] pickle = new PickleBuilder()
            .Op("}")
            .Text("evil")
            .Global("os", "system")
            .Text("touch " + folder["evil"])
            .Raw(0x85)
            .Op("Rs")
            .Text("x")
            .Tensor("0", 6, 1, [2], [1])
            .Op("s.")
            .Bytes;
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("calls", ZipBuilder.Checkpoint(pickle, 6).Build()));
        Assert.Equal("x", Assert.Single(checkpoint.Tensors).Name);
        Assert.False(File.Exists(folder["evil"]));
    }

    /// <summary>A list that holds itself, and a dict in a tuple that is its own value.</summary>
    [Fact]
    public void CyclesEnd()
    {
        using TemporaryFolder folder = new();
        byte[] pickle = new PickleBuilder()
            .Op("}q\u0000")
            .Text("me")
            .Op("h\u0000s")
            .Text("list")
            .Op("]q\u0001h\u0001ah\u0000as")
            .Text("x")
            .Tensor("0", 6, 0, [6], [1])
            .Op("s.")
            .Bytes;
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("cycle", ZipBuilder.Checkpoint(pickle, 6).Build()));
        Assert.Equal("x", Assert.Single(checkpoint.Tensors).Name);
    }

    /// <summary>What PyTorch 2 writes of a parameter and of a tensor with an attribute.</summary>
    [Fact]
    public void AttributesOfTensorsAreFound()
    {
        using TemporaryFolder folder = new();
        byte[] pickle = new PickleBuilder()
            .Op("}")
            .Text("parameter")
            .Global("torch._utils", "_rebuild_parameter_with_state")
            .Op("(")
            .Tensor("0", 6, 0, [2], [1])
            .Op("\u0089}}")
            .Text("scale")
            .Tensor("0", 6, 2, [1], [1])
            .Op("stRs")
            .Text("tensor")
            .Global("torch._tensor", "_rebuild_from_type_v2")
            .Op("(")
            .Global("torch._utils", "_rebuild_tensor_v2")
            .Global("torch", "Tensor")
            .Op("(")
            .Storage("0", 6)
            .Op("K\u0003")
            .Tuple(2)
            .Tuple(1)
            .Op("\u0089}t}")
            .Text("scale")
            .Tensor("0", 6, 5, [1], [1])
            .Op("stRs.")
            .Bytes;
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("state", ZipBuilder.Checkpoint(pickle, 6).Build()));
        Assert.Equal(
            ["parameter", "parameter.scale", "tensor", "tensor.scale"],
            checkpoint.Tensors.Select(tensor => tensor.Name)
        );
    }

    /// <summary>Bytes that were saved as another type may be no multiple of its size.</summary>
    [Fact]
    public void OddBytesOfAStorageAreNoValue()
    {
        using TemporaryFolder folder = new();
        byte[] archive = new ZipBuilder()
            .Add("a/data.pkl", Dict(value => value.Tensor("0", 2, 0, [2], [1])))
            .Add("a/data/0", [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 1, 2])
            .Build();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("odd", archive));
        float[] values = new float[2];
        checkpoint.ReadSingle(checkpoint.Tensors[0], values);
        Assert.Equal([1, 2], values);
    }

    /// <summary>What newer versions of PyTorch write for types that have no storage of their own.</summary>
    [Fact]
    public void UntypedStoragesAreRead()
    {
        using TemporaryFolder folder = new();
        byte[] pickle = PickleBuilder.Dict(
            "x",
            value =>
                value
                    .Global("torch._utils", "_rebuild_tensor_v3")
                    .Op("(")
                    .Storage("0", 24, "UntypedStorage", "torch.storage")
                    .Integer(1)
                    .Tuple(2, 2)
                    .Tuple(1, 2)
                    .Raw(0x89)
                    .Op("N")
                    .Global("torch", "float32")
                    .Op("tR")
        );
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("v3", ZipBuilder.Checkpoint(pickle, 6).Build()));
        float[] values = new float[4];
        checkpoint.ReadSingle(checkpoint.Tensors[0], values);
        Assert.Equal([1, 3, 2, 4], values);
    }

    private static byte[] Dict(Func<PickleBuilder, PickleBuilder> value) => PickleBuilder.Dict("x", value);

    private static byte[] Tensor(long offset, long[] shape, long[] strides) =>
        Dict(value => value.Tensor("0", 6, offset, shape, strides));

    private static Func<PickleBuilder, PickleBuilder> Storage(string type) =>
        value =>
            value
                .Global("torch._utils", "_rebuild_tensor_v2")
                .Op("(")
                .Storage("0", 6, type)
                .Integer(0)
                .Tuple(2)
                .Tuple(1)
                .Op("NNtR");

    private static byte[] SameName() =>
        new PickleBuilder()
            .Op("}")
            .Text("a.b")
            .Tensor("0", 6, 0, [2], [1])
            .Op("s")
            .Text("a")
            .Op("}")
            .Text("b")
            .Tensor("0", 6, 0, [2], [1])
            .Op("ss.")
            .Bytes;

    private static byte[] BadShape() =>
        Dict(value =>
            value
                .Global("torch._utils", "_rebuild_tensor_v2")
                .Op("(")
                .Storage("0", 6)
                .Integer(0)
                .Op("(Nt(Nt")
                .Op("NNtR")
        );

    private static byte[] Deep() =>
        new PickleBuilder()
            .Op(new string(']', 100_000))
            .Tensor("0", 6, 0, [2], [1])
            .Op(new string('a', 100_000) + ".")
            .Bytes;

    private static byte[] Deeply() => new PickleBuilder().Op("N" + new string('\u0085', 900_000) + ".").Bytes;

    /// <summary>A hundred tensors that each have as many values as one may have beyond its storage.</summary>
    private static byte[] Expanded()
    {
        PickleBuilder pickle = new PickleBuilder().Op("](");
        for (int index = 0; index < 100; index++)
        {
            pickle.Tensor("0", 6, 0, [1 << 24], [0]);
        }

        return pickle.Op("e.").Bytes;
    }

    /// <summary>Thirty lists that each hold all of them: 30! ways, and a tensor at the end of one.</summary>
    private static byte[] Crowd()
    {
        char[] all = [.. Enumerable.Range(0, 30).Select(index => (char)index)];
        PickleBuilder pickle = new PickleBuilder().Op("(" + string.Concat(all.Select(one => $"]q{one}")));
        foreach (char one in all)
        {
            pickle.Op($"h{one}(" + string.Concat(all.Select(other => "h" + other)) + "e0");
        }

        return pickle.Op("h\u0000").Tensor("0", 6, 0, [2], [1]).Op("a0l.").Bytes;
    }

    /// <summary>A long list with a tensor. In it is a list very many times that holds the long one.</summary>
    private static byte[] LongSearch() =>
        new PickleBuilder()
            .Op("]q\u0000(")
            .Tensor("0", 6, 0, [2], [1])
            .Op(new string('N', 500_000) + "](h\u0000NNNNNNNNNNeq\u0001")
            .Op(string.Concat(Enumerable.Repeat("h\u0001", 400_000)) + "e.")
            .Bytes;

    /// <summary>Lists of ten times the list before: 10^12 values.</summary>
    private static byte[] Laughs(bool withTensor)
    {
        PickleBuilder pickle = new PickleBuilder().Op("]");
        if (withTensor)
        {
            pickle.Tensor("0", 6, 0, [2], [1]).Op("a");
        }

        pickle.Op("q\u0000");
        for (char level = '\u0001'; level <= '\u000C'; level++)
        {
            pickle.Op("](").Op(string.Concat(Enumerable.Repeat($"h{(char)(level - 1)}", 10))).Op($"eq{level}");
        }

        return pickle.Op(".").Bytes;
    }

    private static byte[] Repeat(string opcodes, int times) =>
        new PickleBuilder().Op(string.Concat(Enumerable.Repeat(opcodes, times))).Op("N.").Bytes;

    /// <summary>A long list of which a set is made again and again.</summary>
    private static byte[] Copies() =>
        new PickleBuilder()
            .Op("](" + new string('N', 10_000) + "eq\u0000")
            .Op(string.Concat(Enumerable.Repeat("cbuiltins\nset\nh\u0000\u0085R0", 10_000)))
            .Op(".")
            .Bytes;

    /// <summary>Two strings in the memo, of which very many names of classes are made.</summary>
    private static byte[] LongClasses()
    {
        string name = new('x', 1000);
        string calls = string.Concat(Enumerable.Repeat("h\u0000h\u0001\u0093", 300_000));
        return new PickleBuilder().Text(name).Op("q\u0000").Text(name).Op("q\u0001").Op(calls).Op(".").Bytes;
    }

    /// <summary>One long tuple that is the shape of very many tensors.</summary>
    private static byte[] LongShapes() =>
        new PickleBuilder()
            .Op("(" + string.Concat(Enumerable.Repeat("K\u0001", 100_000)) + "tq\u0000")
            .Global("torch._utils", "_rebuild_tensor_v2")
            .Op("q\u0001")
            .Storage("0", 6)
            .Op("q\u0002")
            .Op(string.Concat(Enumerable.Repeat("h\u0001(h\u0002K\u0000h\u0000h\u0000NNtR", 100_000)))
            .Op(".")
            .Bytes;

    /// <summary>One long tuple that is the argument of very many calls. Each is searched for tensors.</summary>
    private static byte[] LongArguments() =>
        new PickleBuilder()
            .Op("(" + new string('N', 500_000) + "tq\u0000")
            .Global("os", "f")
            .Op("q\u0001](" + string.Concat(Enumerable.Repeat("h\u0001h\u0000R", 400_000)) + "e.")
            .Bytes;

    /// <summary>A key of a megabyte on each of a hundred levels.</summary>
    private static byte[] LongNames() =>
        new PickleBuilder()
            .Text(new string('k', 1_000_000))
            .Op("q\u0000" + string.Concat(Enumerable.Repeat("}h\u0000", 100)))
            .Tensor("0", 6, 0, [2], [1])
            .Op(new string('s', 100) + ".")
            .Bytes;
}
