using System.Runtime.InteropServices;
using ResNetGen.Imaging;
using ResNetGen.Import;

namespace ResNetGen.Cli.Models;

/// <summary>
/// The network of ML.NET's <c>DnnFeaturizeImage</c>: a ResNet with a fourth stage of three blocks, trained on ImageNet,
/// without its classifier. A build with <c>EmbedImageNet18=false</c> leaves its weights out.
/// </summary>
[ResNet(BlockType.Basic, 2, 2, 2, 3, Classes = 0)]
internal sealed partial class ImageNet18
{
    private const string MeanResource = "imagenet18-mean.onnx";
    private const string MeanTensor = "MeanImage";

    /// <summary>
    /// As its package prepares pictures: blue first, 0 to 255, minus a mean image. Geometry is torchvision's, which it
    /// leaves to the caller.
    /// </summary>
    public static Preprocessing Preprocessing { get; } =
        Preprocessing.TorchvisionV1 with
        {
            ChannelOrder = ChannelOrder.Bgr,
            Mean = [],
            MeanImage = ImmutableCollectionsMarshal.AsImmutableArray(ReadMean()),
            StandardDeviation = [1 / 255f, 1 / 255f, 1 / 255f],
        };

    /// <summary>Whether weights and mean are in the program.</summary>
    public static bool IsEmbedded => typeof(ImageNet18).Assembly.GetManifestResourceInfo(MeanResource) is not null;

    private static float[] ReadMean()
    {
        using Stream stream = typeof(ImageNet18).Assembly.GetManifestResourceStream(MeanResource)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        using Checkpoint checkpoint = Checkpoint.Open(MeanResource, bytes);
        _ = checkpoint.TryFind(MeanTensor, out CheckpointTensor? tensor);
        float[] mean = new float[tensor!.ElementCount];
        checkpoint.ReadSingle(tensor, mean);
        for (int index = 0; index < mean.Length; index++)
        {
            mean[index] /= 255;
        }

        return mean;
    }
}
