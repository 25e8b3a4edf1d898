using ResNetGen;
using ResNetGen.Imaging;
using ResNetGen.Import;

namespace Samples.SimilarPictures;

/// <summary>
/// The network of <c>ResNet18.onnx</c>, as <c>resnetgen inspect</c> tells it: a ResNet without a classifier, trained on
/// ImageNet. The generator writes the rest of this class, and the build embeds the weights.
/// </summary>
[ResNet(BlockType.Basic, 2, 2, 2, 3, Classes = 0)]
public sealed partial class ImageNet18
{
    private const string Mean = "mean.onnx";

    /// <summary>How <c>ResNetPreprocess.onnx</c> prepares pictures: blue first, 0 to 255, minus a mean image.</summary>
    public static Preprocessing Preprocessing { get; } =
        Preprocessing.TorchvisionV1 with
        {
            ChannelOrder = ChannelOrder.Bgr,
            MeanImage = [.. ReadMean().Select(value => value / 255)],
            StandardDeviation = [1 / 255f, 1 / 255f, 1 / 255f],
        };

    private static float[] ReadMean()
    {
        using Stream stream = typeof(ImageNet18).Assembly.GetManifestResourceStream(Mean)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        using Checkpoint checkpoint = Checkpoint.Open(Mean, bytes);
        CheckpointTensor tensor = checkpoint.Tensors.Single();
        float[] mean = new float[tensor.ElementCount];
        checkpoint.ReadSingle(tensor, mean);
        return mean;
    }
}
