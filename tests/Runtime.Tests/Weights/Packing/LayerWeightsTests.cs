using System.Runtime.InteropServices;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

public sealed class LayerWeightsTests
{
    private const int Outputs = 5;

    // Longer than the buffer on the way to float32, and no multiple of a vector.
    private const int Inputs = 67;
    private const int Length = Inputs * 9;

    private static readonly ExpectedTensor[] Expected =
    [
        new("conv1.weight", [Outputs, Inputs, 3, 3]),
        new("bn1.weight", [Outputs]),
        new("bn1.bias", [Outputs]),
        new("bn1.running_mean", [Outputs]),
        new("bn1.running_var", [Outputs]),
        new("fc.weight", [2, 3]),
        new("fc.bias", [2]),
    ];

    [Fact]
    public void BatchNormIsFoldedInDouble()
    {
        using SafetensorsFile file = File(out Dictionary<string, float[]>? values);
        LayerWeights layer = LayerWeights.FoldConvolution(Bind(file), "conv1", "bn1");
        (double[]? doubles, float[]? singles) = (new double[Outputs * Length], new float[Outputs * Length]);
        layer.ReadChannels(0, Outputs, doubles);
        layer.ReadChannels(0, Outputs, singles);

        Assert.Equal(Outputs, layer.OutputChannels);
        Assert.Equal(Length, layer.ChannelLength);
        for (int channel = 0; channel < Outputs; channel++)
        {
            double scale = values["bn1.weight"][channel] / Math.Sqrt(values["bn1.running_var"][channel] + 1e-5);
            Assert.Equal(
                values["bn1.bias"][channel] - values["bn1.running_mean"][channel] * scale,
                layer.Bias[channel],
                1e-14
            );
            for (int index = channel * Length; index < (channel + 1) * Length; index++)
            {
                Assert.Equal(values["conv1.weight"][index] * scale, doubles[index]);
                Assert.Equal((float)doubles[index], singles[index]);
            }
        }
    }

    [Fact]
    public void EpsilonCanBeGiven()
    {
        using SafetensorsFile file = File(out Dictionary<string, float[]>? values);
        LayerWeights layer = LayerWeights.FoldConvolution(Bind(file), "conv1", "bn1", epsilon: 0.5);
        double[] weights = new double[Length];
        layer.ReadChannels(0, 1, weights);
        Assert.Equal(
            values["conv1.weight"][0] * (values["bn1.weight"][0] / Math.Sqrt(values["bn1.running_var"][0] + 0.5)),
            weights[0]
        );
    }

    [Fact]
    public void SomeChannelsAreTheSameAsAll()
    {
        using SafetensorsFile file = File(out _);
        LayerWeights layer = LayerWeights.FoldConvolution(Bind(file), "conv1", "bn1");
        (float[]? all, float[]? some) = (new float[Outputs * Length], new float[2 * Length + 1]);
        layer.ReadChannels(0, Outputs, all);
        layer.ReadChannels(2, 2, some);
        Assert.Equal(all.AsSpan(2 * Length, 2 * Length), some.AsSpan(0, 2 * Length));
        Assert.Equal(0, some[^1]);
        layer.ReadChannels(Outputs, 0, Span<double>.Empty);
    }

    [Fact]
    public void LinearIsReadAsItIs()
    {
        using SafetensorsFile file = File(out Dictionary<string, float[]>? values);
        LayerWeights layer = LayerWeights.Linear(Bind(file), "fc");
        (double[]? doubles, float[]? singles) = (new double[6], new float[6]);
        layer.ReadChannels(0, 2, doubles);
        layer.ReadChannels(0, 2, singles);
        Assert.Equal(3, layer.ChannelLength);
        Assert.Equal(values["fc.weight"], singles);
        Assert.Equal(values["fc.weight"].Select(value => (double)value), doubles);
        Assert.Equal(values["fc.bias"].Select(value => (double)value), layer.Bias.ToArray());
    }

    [Theory]
    [InlineData("bn1.weight", float.NaN, "NaN, which is not a finite number")]
    [InlineData("bn1.bias", float.PositiveInfinity, "Infinity, which is not a finite number")]
    [InlineData("bn1.running_mean", float.NegativeInfinity, "-Infinity, which is not a finite number")]
    [InlineData("bn1.running_var", float.NaN, "NaN, which is not a finite number")]
    [InlineData("bn1.running_var", -1f, "-1, which is no variance")]
    public void BadBatchNormIsNamed(string name, float value, string problem)
    {
        using SafetensorsFile file = File(out _, (name, 3, value), (name, 4, value));
        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            LayerWeights.FoldConvolution(Bind(file), "conv1", "bn1")
        );
        Assert.Contains(
            $"tensor \"{name}\" has at index 3 the value {problem}",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(name, exception.Tensor);
        Assert.Equal(Bind(file)[name].Position + 12, exception.Position);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(3 * Length + 1)]
    public void BadWeightIsNamed(int index)
    {
        using SafetensorsFile file = File(
            out _,
            ("conv1.weight", index, float.NaN),
            ("conv1.weight", 4 * Length, float.NaN)
        );
        LayerWeights layer = LayerWeights.FoldConvolution(Bind(file), "conv1", "bn1");
        WeightFileException[] exceptions = new[]
        {
            Assert.Throws<WeightFileException>(() => layer.ReadChannels(0, Outputs, new double[Outputs * Length])),
            Assert.Throws<WeightFileException>(() => layer.ReadChannels(0, Outputs, new float[Outputs * Length])),
        };
        Assert.All(
            exceptions,
            exception =>
                Assert.Contains(
                    $"tensor \"conv1.weight\" has at index {index} the value NaN, which is not a finite number",
                    exception.Message,
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void WeightTooLargeForSingleIsNamed()
    {
        using SafetensorsFile file = File(out _, ("conv1.weight", 2, 3e38f), ("bn1.weight", 0, 1e10f));
        LayerWeights layer = LayerWeights.FoldConvolution(Bind(file), "conv1", "bn1");
        layer.ReadChannels(0, 1, new double[Length]);
        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            layer.ReadChannels(0, 1, new float[Length])
        );
        Assert.Contains(
            "tensor \"conv1.weight\" has at index 2 the value",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("which is too large to be scaled", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VarianceARoundingBelowZeroIsTaken()
    {
        using SafetensorsFile file = File(out _, ("bn1.running_var", 0, -1e-9f));
        Assert.True(double.IsFinite(LayerWeights.FoldConvolution(Bind(file), "conv1", "bn1").Bias[0]));
    }

    [Fact]
    public void BadCallsAreRefused()
    {
        using SafetensorsFile file = File(out _);
        BoundWeights weights = Bind(file);
        LayerWeights layer = LayerWeights.FoldConvolution(weights, "conv1", "bn1");
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.ReadChannels(-1, 1, new float[Length]));
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.ReadChannels(0, Outputs + 1, new float[Length]));
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.ReadChannels(1, int.MaxValue, new double[Length]));
        Assert.Throws<ArgumentException>(() => layer.ReadChannels(0, 2, new double[Length]));
        Assert.Throws<ArgumentException>(() => LayerWeights.FoldConvolution(weights, "fc", "bn1"));
        Assert.Throws<ArgumentException>(() => LayerWeights.Linear(weights, "conv1"));
        Assert.Throws<ArgumentException>(() => LayerWeights.Linear(weights, "conv2"));
        Assert.Throws<ArgumentException>(() => LayerWeights.FoldConvolution(weights, "conv1", "fc"));
    }

    [Fact]
    public void DoublePrecisionWeightsAreFoldedWithoutRounding()
    {
        double[] weight = [Math.PI];
        double[] gamma = [1 + 1e-12];
        SafetensorsWriter writer = new();
        Add("c.weight", [1, 1, 1, 1], weight);
        Add("b.weight", [1], gamma);
        Add("b.bias", [1], [0]);
        Add("b.running_mean", [1], [0]);
        Add("b.running_var", [1], [1 - 1e-5]);
        using SafetensorsFile file = SafetensorsFile.FromBytes(writer.ToBytes());
        LayerWeights layer = LayerWeights.FoldConvolution(
            BoundWeights.Bind(
                file,
                [
                    new("c.weight", [1, 1, 1, 1]),
                    new("b.weight", [1]),
                    new("b.bias", [1]),
                    new("b.running_mean", [1]),
                    new("b.running_var", [1]),
                ]
            ),
            "c",
            "b"
        );

        double[] values = new double[1];
        layer.ReadChannels(0, 1, values);
        Assert.Equal(Math.PI * (1 + 1e-12), values[0], 1e-15);

        void Add(string name, long[] shape, double[] data) =>
            writer.Add(name, "F64", shape, MemoryMarshal.AsBytes(data.AsSpan()));
    }

    private static BoundWeights Bind(SafetensorsFile file) => BoundWeights.Bind(file, Expected);

    private static SafetensorsFile File(
        out Dictionary<string, float[]> values,
        params (string Name, int Index, float Value)[] changes
    )
    {
        Random random = new(7);
        SafetensorsWriter writer = new() { Padding = 1 };
        values = [];
        foreach (ExpectedTensor tensor in Expected)
        {
            bool positive = tensor.Name.EndsWith("running_var", StringComparison.Ordinal);
            float[] data = new float[tensor.Shape.Aggregate(1L, (product, extent) => product * extent)];
            for (int index = 0; index < data.Length; index++)
            {
                data[index] = random.NextSingle() + (positive ? 0.1f : -0.5f);
            }

            foreach (
                (string Name, int Index, float Value) change in changes.Where(change => change.Name == tensor.Name)
            )
            {
                data[change.Index] = change.Value;
            }

            values.Add(tensor.Name, data);
            writer.Add(tensor.Name, [.. tensor.Shape], data);
        }

        return SafetensorsFile.FromBytes(writer.ToBytes());
    }
}
