using System.Runtime.InteropServices;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Weights;
using Xunit.Abstractions;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Weights stored in 16 bits: what they cost.</summary>
public sealed class PackedStorageTests(ITestOutputHelper output)
{
    // docs/weights.md has what was measured; half as much again for other vectors, whose sums are in another order.
    [Theory]
    [InlineData(WeightStorage.BF16, 5e-3)]
    [InlineData(WeightStorage.F16, 6.5e-4)]
    public void ResNet18(WeightStorage storage, double tolerance) => Costs<ReferenceResNet18>(storage, tolerance);

    [Theory]
    [InlineData(WeightStorage.BF16, 5e-3)]
    [InlineData(WeightStorage.F16, 6.5e-4)]
    public void ResNet50(WeightStorage storage, double tolerance) => Costs<ReferenceResNet50>(storage, tolerance);

    [Theory]
    [InlineData(WeightStorage.BF16)]
    [InlineData(WeightStorage.F16)]
    public void BiasesStayAndWinogradsWeightsAreKernels(WeightStorage storage)
    {
        PackedHeader header = PackedBytes.ParsedHeader(PackedBytes.Of<SmallMapSixteen>(storage));
        Assert.All(
            header.Parts,
            part =>
                Assert.Equal(
                    part.Name.EndsWith(".bias", StringComparison.Ordinal) ? "F32" : storage.ToString(),
                    part.Type.ToString()
                )
        );
        Assert.Equal(
            ["layer1.0.conv1.weight", "layer1.0.conv2.weight"],
            header.Parts.Where(part => part.Form == PackedForm.Kernel).Select(part => part.Name)
        );
        Assert.Equal(2 * 80 * 80 * 9, header.Parts.Single(part => part.Name == "layer1.0.conv1.weight").Bytes);
        Assert.Equal(storage, header.Storage);
    }

    // A network whose weights are whole in 16 bits loses nothing: every path back is exact.
    [Theory]
    [InlineData(WeightStorage.BF16)]
    [InlineData(WeightStorage.F16)]
    public void ValuesThatNeedNoRoundingComeBackToTheBit(WeightStorage storage)
    {
        ComesBack<TinyBasic>(storage);
        ComesBack<TinyGroupedBottleneck>(storage);
        ComesBack<TinyZeroPad>(storage);
        ComesBack<SmallMapOne>(storage);
        ComesBack<SmallMapSixteen>(storage);
        ComesBack<TinyWinogradStride2>(storage);
        ComesBack<TinyZeroSkipping>(storage);
    }

    [Fact]
    public void AWeightBeyondTheRangeIsRefused()
    {
        byte[] huge = Coarse(TinyBasic.Network, value => value * 1e6f);
        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            PackedBytes.Pack(TinyBasic.Network, huge, WeightStorage.F16)
        );
        Assert.Equal(
            "weights in memory: tensor \"conv1.weight\" has, with its batch norm folded in, a value beyond the range of F16. Store the weights in F32.",
            exception.Message
        );
        PackedBytes.Pack(TinyBasic.Network, huge, WeightStorage.BF16);
    }

    [Theory]
    [InlineData(1f, 0x3f80)]
    [InlineData(-2f, 0xc000)]
    [InlineData(1.00390625f, 0x3f80)] // Half of the last place: to even.
    [InlineData(1.01171875f, 0x3f82)]
    [InlineData(1.0040f, 0x3f81)]
    [InlineData(1e-45f, 0x0000)]
    [InlineData(0f, 0x0000)]
    public void BrainFloatsAreRoundedToEven(float value, int expected)
    {
        byte[] bytes = new byte[2];
        Assert.True(ValueConversion.FromSingle(TensorDataType.BF16, [value], bytes));
        Assert.Equal(expected, BitConverter.ToUInt16(bytes));
    }

    [Fact]
    public void WhatIsNotFiniteIsFound()
    {
        byte[] bytes = new byte[6];
        Assert.False(ValueConversion.FromSingle(TensorDataType.BF16, [1, float.MaxValue, 1], bytes));
        Assert.False(ValueConversion.FromSingle(TensorDataType.F16, [1, 65520, 1], bytes));
        Assert.True(ValueConversion.FromSingle(TensorDataType.F16, [1, 65519, -65519], bytes));
    }

    private void Costs<TModel>(WeightStorage storage, double tolerance)
        where TModel : class, IImageModel<TModel>
    {
        byte[] safetensors = DeterministicWeights.Safetensors(TModel.Network);
        using TModel exact = TModel.Load(safetensors);
        float[] expected = PackedBytes.Results(exact);
        byte[] packed = PackedBytes.Pack(TModel.Network, safetensors, storage);
        using TModel model = TModel.Load(packed);
        float[] actual = PackedBytes.Results(model);

        int classes = TModel.Network.Classes;
        double worst = expected
            .Chunk(classes)
            .Zip(actual.Chunk(classes), (e, a) => e.Zip(a, (x, y) => Math.Abs((double)x - y)).Max() / e.Max(Math.Abs))
            .Max();
        output.WriteLine(
            $"{TModel.Network.Name}, {storage}: {worst:E1} of the largest logit, {packed.Length:N0} bytes; safetensors {safetensors.Length:N0}, in memory {TModel.Network.WeightBytes:N0}"
        );
        Assert.InRange(worst, 1e-6, tolerance);
        Assert.True(packed.Length < 0.6 * safetensors.Length);
    }

    private static void ComesBack<TModel>(WeightStorage storage)
        where TModel : class, IImageModel<TModel>
    {
        byte[] safetensors = Coarse(TModel.Network, value => value);
        using TModel expected = TModel.Load(safetensors);
        using TModel actual = TModel.Load(PackedBytes.Pack(TModel.Network, safetensors, storage));
        Assert.Equal(PackedBytes.Results(expected), PackedBytes.Results(actual));
    }

    // Weights of few bits, behind batch norms that scale by 1.
    private static byte[] Coarse(ModelInfo info, Func<float, float> change)
    {
        SafetensorsWriter writer = new();
        Random random = new(1);
        foreach (ExpectedTensor tensor in ExpectedTensors.Of(info))
        {
            double[] values = new double[tensor.Shape.Aggregate(1L, (product, extent) => product * extent)];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] =
                    tensor.Shape.Rank > 1 ? change(random.Next(-8, 9) / 64f)
                    : tensor.Name.EndsWith("running_var", StringComparison.Ordinal) ? 1 - LayerWeights.DefaultEpsilon
                    : tensor.Name.EndsWith("weight", StringComparison.Ordinal) ? 1
                    : 0;
            }

            writer.Add(tensor.Name, "F64", [.. tensor.Shape], MemoryMarshal.AsBytes<double>(values));
        }

        return writer.ToBytes();
    }
}
