using Microsoft.ML.OnnxRuntime;
using ResNetGen.Bench.Onnx;
using ResNetGen.Cli.Models;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Weights;
using ResNetGen.Zoo;
using Xunit.Abstractions;

namespace ResNetGen.Bench.Tests;

/// <summary>
/// ONNX Runtime computes from the exported file what the generated network computes: within 3e-5 of the largest value.
/// </summary>
public sealed class OnnxAgreementTests(ITestOutputHelper output)
{
    private const double Tolerance = 3e-5;

    [Fact]
    public void ResNet18() => Agrees<ResNet18>();

    [Fact]
    public void ResNet34() => Agrees<SmallResNet34>();

    [Fact]
    public void ResNet50() => Agrees<SmallResNet50>();

    [Fact]
    public void ResNet101() => Agrees<SmallResNet101>();

    [Fact]
    public void ResNeXt50() => Agrees<SmallResNeXt50>();

    [Fact]
    public void ResNeXt101() => Agrees<SmallResNeXt101>();

    [Fact]
    public void WideResNet50() => Agrees<SmallWideResNet50>();

    [Fact]
    public void ResNet20ForCifar10() => Agrees<Cifar10ResNet20>();

    [Fact]
    public void ResNet20ForGreyImages() => Agrees<FashionResNet20>();

    [Fact]
    public void UnevenZeroPadding() => Agrees<OddZeroPad>();

    [Fact]
    public void ProjectionInEveryBasicBlock() => Agrees<ProjectedBasic>();

    [Fact]
    public void ProjectionInEveryBottleneck() => Agrees<ProjectedBottleneck>();

    [Fact]
    public void StrideInTheFirstConvolution() => Agrees<StrideInTheFirstConvolution>();

    [Fact]
    public void OddSize() => Agrees<OddSizeResNet18>();

    [Fact]
    public void TwoImages() => Agrees<PairResNet18>();

    [Fact]
    public void Features() => Agrees<FeaturesResNet18>();

    [Fact]
    public void FeaturesOfCifar10() => Agrees<FeaturesCifar10ResNet20>();

    [Fact]
    public void FeaturesAreTheOutputOfTheGraph()
    {
        ModelInfo info = FeaturesCifar10ResNet20.Network;
        using SafetensorsFile file = SafetensorsFile.FromBytes(DeterministicWeights.Safetensors(info));
        using InferenceSession session = new(OnnxExporter.Export(info, file, batch: 1));

        KeyValuePair<string, NodeMetadata> output = Assert.Single(session.OutputMetadata);
        Assert.Equal("features", output.Key);
        Assert.Equal([1, 64], output.Value.Dimensions);
    }

    private void Agrees<TModel>()
        where TModel : class, IImageModel<TModel>
    {
        ModelInfo info = TModel.Network;
        float[] images = DeterministicWeights.Input(info.Batch * info.InputLength);
        (float[] ours, byte[] onnx) = Run<TModel>(images);
        float[] theirs = new float[ours.Length];
        using (OnnxSession session = new(onnx, info, images, theirs, threads: 1))
        {
            session.Run();
        }

        double difference = Agreement.LargestDifference(theirs, ours);
        output.WriteLine($"{info.Name}: {difference:E1} of the largest value");
        Assert.InRange(difference, 0, Tolerance);
    }

    // The weights are given back before the session makes its own copies of them.
    private static (float[] Results, byte[] Onnx) Run<TModel>(float[] images)
        where TModel : class, IImageModel<TModel>
    {
        ModelInfo info = TModel.Network;
        byte[] weights = DeterministicWeights.Safetensors(info);
        float[] results = new float[info.Batch * info.ResultLength];
        using (TModel model = TModel.Load(weights))
        {
            WholeRun.Of(model)(images, results);
        }

        using SafetensorsFile file = SafetensorsFile.FromBytes(weights);
        return (results, OnnxExporter.Export(info, file, info.Batch));
    }
}
