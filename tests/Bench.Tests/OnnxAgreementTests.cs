using ResNetGen.Bench.Onnx;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Weights;
using ResNetGen.Zoo;
using Xunit.Abstractions;

namespace ResNetGen.Bench.Tests;

/// <summary>
/// ONNX Runtime computes from the exported file what the generated network computes: within 3e-5 of the largest logit.
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
        output.WriteLine($"{info.Name}: {difference:E1} of the largest logit");
        Assert.InRange(difference, 0, Tolerance);
    }

    // The weights are given back before the session makes its own copies of them.
    private static (float[] Logits, byte[] Onnx) Run<TModel>(float[] images)
        where TModel : class, IImageModel<TModel>
    {
        ModelInfo info = TModel.Network;
        byte[] weights = DeterministicWeights.Safetensors(info);
        float[] logits = new float[info.Batch * info.Classes];
        using (TModel model = TModel.Load(weights))
        {
            model.Forward(images, logits);
        }

        using SafetensorsFile file = SafetensorsFile.FromBytes(weights);
        return (logits, OnnxExporter.Export(info, file, info.Batch));
    }
}
