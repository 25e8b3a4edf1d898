using ResNetGen.Bench.Onnx;
using ResNetGen.Bench.Tests;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Weights;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>
/// Networks of the repository that are written as ONNX are recognised as what they were declared as, with their weights to
/// the bit. Those that are left out are larger, and not otherwise.
/// </summary>
public class RoundTripTests
{
    [Fact]
    public void ResNet34() => Returns<SmallResNet34>();

    [Fact]
    public void ResNet50() => Returns<SmallResNet50>();

    [Fact]
    public void ResNeXt50() => Returns<SmallResNeXt50>();

    [Fact]
    public void ResNet20ForCifar10() => Returns<Cifar10ResNet20>();

    [Fact]
    public void UnevenZeroPadding() => Returns<OddZeroPad>();

    [Fact]
    public void ProjectionInEveryBasicBlock() => Returns<ProjectedBasic>();

    [Fact]
    public void ProjectionInEveryBottleneck() => Returns<ProjectedBottleneck>();

    [Fact]
    public void StrideInTheFirstConvolution() => Returns<StrideInTheFirstConvolution>();

    [Fact]
    public void OddSize() => Returns<OddSizeResNet18>();

    [Fact]
    public void TwoImages() => Returns<PairResNet18>();

    [Fact]
    public void Tiny()
    {
        Returns<TinyBasic>();
        Returns<TinyGroupedBottleneck>();
        Returns<TinyZeroPad>();
        Returns<TinyEarlyStride>();
        Returns<TinyDirect>();
        Returns<TinyNarrowGroups>();
        Returns<TinyWinogradStride2>();
        Returns<TinyNarrowMap>();
        Returns<TinyZeroSkipping>();
        Returns<TinyImageByImage>();
        Returns<TinySevenImages>();
        Returns<FeaturesTinyBasic>();
        Returns<FeaturesTinyGroupedBottleneck>();
        Returns<FeaturesTinyImageByImage>();
    }

    private static void Returns<T>()
        where T : class, IImageModel<T>
    {
        byte[] weights = DeterministicWeights.Safetensors(T.Network);
        using SafetensorsFile file = SafetensorsFile.FromBytes(weights);
        using TemporaryFolder folder = new();
        string path = folder.Write("model.onnx", OnnxExporter.Export(T.Network, file, T.Network.Batch));
        using Checkpoint checkpoint = Checkpoint.Open(path);
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint);
        Assert.True(network.Computes(T.Network), $"{network.Declaration} is not {T.Network.Declaration}");
        Assert.Empty(network.Notes);
        Assert.Empty(network.LeftOut);

        using MemoryStream written = new();
        network.WriteSafetensors(written);
        using SafetensorsFile other = SafetensorsFile.FromBytes(written.ToArray());
        Assert.Equal(file.Tensors.Select(Facts).Order(), other.Tensors.Select(Facts).Order());
        foreach (SafetensorsTensor tensor in other.Tensors)
        {
            SafetensorsTensor original = file.Tensors.Single(one => one.Name == tensor.Name);
            Assert.True(
                weights
                    .AsSpan((int)original.Position, (int)original.ByteLength)
                    .SequenceEqual(written.GetBuffer().AsSpan((int)tensor.Position, (int)tensor.ByteLength)),
                tensor.Name
            );
        }
    }

    private static string Facts(SafetensorsTensor tensor) => $"{tensor.Name} {tensor.DataType} {tensor.Shape}";
}
