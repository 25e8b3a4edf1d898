using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

public sealed class BoundWeightsTests
{
    private static readonly TestNetwork Network = new(false, 2, 2, 2, 2);

    [Theory]
    [InlineData("")]
    [InlineData("module.")]
    [InlineData("model.")]
    [InlineData("_orig_mod.")]
    [InlineData("_orig_mod.module.")]
    [InlineData("module._orig_mod.")]
    [InlineData("module.module.")]
    [InlineData("model._orig_mod.module.")]
    public void OnePrefixOfAllNamesIsTakenOff(string prefix)
    {
        using SafetensorsFile file = Network.File(name => prefix + name, counters: true);
        BoundWeights weights = BoundWeights.Bind(file, Network.Tensors());

        Assert.Equal(prefix, weights.Prefix);
        Assert.Same(file, weights.File);
        Assert.All(
            Network.Tensors(),
            tensor =>
            {
                Assert.Equal(prefix + tensor.Name, weights[tensor.Name].Name);
                Assert.Equal(tensor.Shape, weights[tensor.Name].Shape);
            }
        );
    }

    [Theory]
    [InlineData("n_averaged", "module.")]
    [InlineData("model.n_averaged", "model.module.")]
    [InlineData("num_batches_tracked", "")]
    public void CountersAreIgnored(string counter, string prefix)
    {
        SafetensorsWriter writer = new SafetensorsWriter().Add(counter, "I64", [], new byte[8]);
        foreach (ExpectedTensor tensor in Network.Tensors())
        {
            writer.Add(
                prefix + tensor.Name,
                [.. tensor.Shape],
                new float[tensor.Shape.Aggregate(1L, (product, extent) => product * extent)]
            );
        }

        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes());
        Assert.Equal(prefix, BoundWeights.Bind(file, Network.Tensors()).Prefix);
    }

    [Fact]
    public void OnlyBoundTensorsAreFound()
    {
        using SafetensorsFile file = Network.File(counters: true);
        BoundWeights weights = BoundWeights.Bind(file, Network.Tensors());
        Assert.Throws<ArgumentException>(() => weights["bn1.num_batches_tracked"]);
        Assert.Throws<ArgumentException>(() => weights["module.conv1.weight"]);
    }

    [Fact]
    public void NothingExpectedFitsNothing()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(SafetensorsWriter.File("{}"));
        Assert.Equal("", BoundWeights.Bind(file, []).Prefix);
    }

    [Fact]
    public void ExpectingATensorTwiceIsRefused()
    {
        using SafetensorsFile file = Network.File();
        Assert.Throws<ArgumentException>(() => BoundWeights.Bind(file, [new("fc.bias", [10]), new("fc.bias", [10])]));
    }

    [Fact]
    public void AllProblemsComeInOneErrorInTheOrderOfTheNetwork()
    {
        SafetensorsWriter writer = new SafetensorsWriter()
            .Add("aux.fc.weight", [1], 0)
            .Add("bn1.bias", [3], 0, 0, 0)
            .Add("bn1.weight", "I32", [2], new byte[8])
            .Add("conv1.weight", [2, 1], 0, 0)
            .Add("layer10.0.conv1.weight", [1], 0)
            .Add("layer2.0.conv1.weight", [1], 0)
            .Add("layer2.0.bn1.weight", [1], 0);
        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes(), "odd.safetensors");

        WeightMismatchException exception = Assert.Throws<WeightMismatchException>(() =>
            BoundWeights.Bind(
                file,
                [
                    new("conv1.weight", [2, 1, 1, 1]),
                    new("bn1.weight", [4]),
                    new("bn1.bias", [2]),
                    new("fc.weight", [5, 2]),
                    new("fc.bias", [5]),
                ]
            )
        );

        Assert.Equal("odd.safetensors", exception.File);
        Assert.Equal(["fc.weight", "fc.bias"], exception.Missing.Select(tensor => tensor.Name));
        Assert.Equal(
            ["layer2.0.conv1.weight", "layer2.0.bn1.weight", "layer10.0.conv1.weight", "aux.fc.weight"],
            exception.Unexpected.Select(tensor => tensor.Name)
        );
        Assert.Equal(
            ["conv1.weight", "bn1.weight", "bn1.bias"],
            exception.WrongShapes.Select(pair => pair.Expected.Name)
        );
        Assert.Equal(["bn1.weight"], exception.Unreadable.Select(tensor => tensor.Name));
        Assert.EndsWith(
            """

            Missing (2):
              fc.weight [5, 2]
              fc.bias [5]
            Unexpected (4):
              layer2.0.conv1.weight [1]
              layer2.0.bn1.weight [1]
              layer10.0.conv1.weight [1]
              aux.fc.weight [1]
            Of another shape (3):
              conv1.weight: [2, 1, 1, 1] expected, [2, 1] found
              bn1.weight: [4] expected, [2] found
              bn1.bias: [2] expected, [3] found
            Of a type that is no weight (1):
              bn1.weight: F32, F16, BF16 or F64 expected, I32 found
            """.ReplaceLineEndings("\n"),
            exception.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void LongListsAreCutInTheMessageAlone()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(new SafetensorsWriter().Add("x", [1], 0).ToBytes());
        List<ExpectedTensor> expected = Network.Tensors();
        WeightMismatchException exception = Assert.Throws<WeightMismatchException>(() =>
            BoundWeights.Bind(file, expected)
        );

        Assert.Equal(expected, exception.Missing);
        Assert.Contains(
            $"Missing ({expected.Count}):\n  conv1.weight [8, 3, 7, 7]\n",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.Contains($"\n  ... and {expected.Count - 20} more\n", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("fc.bias", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("F16", 2)]
    [InlineData("BF16", 2)]
    [InlineData("F64", 8)]
    public void EveryReadableTypeIsBound(string dataType, int size)
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(
            new SafetensorsWriter().Add("fc.bias", dataType, [3], new byte[3 * size]).ToBytes()
        );
        Assert.Equal(3, BoundWeights.Bind(file, [new("fc.bias", [3])])["fc.bias"].ElementCount);
    }

    [Fact]
    public void ShapesAreComparedByValue()
    {
        TensorShape shape = [64, 3, 7, 7];
        Assert.Equal([64, 3, 7, 7], shape);
        Assert.True(shape == TensorShape.Create([64, 3, 7, 7]));
        Assert.True(shape != TensorShape.Create([64, 3, 7]));
        Assert.Equal(shape.GetHashCode(), TensorShape.Create([64, 3, 7, 7]).GetHashCode());
        Assert.Equal(default(TensorShape), []);
        Assert.Equal("[64, 3, 7, 7] []", $"{shape} {default(TensorShape)}");
        Assert.Equal(new ExpectedTensor("a", [1, 2]), new ExpectedTensor("a", [1, 2]));
        Assert.Throws<IndexOutOfRangeException>(() => default(TensorShape)[0]);
    }
}
