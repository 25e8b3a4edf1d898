using System.Reflection;
using System.Text.Json;
using ResNetGen.Bench;
using ResNetGen.Imaging;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>The network of the package that restoring downloads, against features that ONNX Runtime gives.</summary>
public class ImageNet18Tests
{
    [Fact]
    public void FeaturesAreThoseOfOnnxRuntime()
    {
        using TemporaryFolder folder = new();
        using (Checkpoint checkpoint = Checkpoint.Open(PathOf("ImageNet18")))
        {
            ImportedNetwork network = ImportedNetwork.Recognise(checkpoint);
            Assert.Equal("[ResNet(BlockType.Basic, 2, 2, 2, 3, Classes = 0)]", network.Declaration.ToString());
            Assert.True(network.Computes(ImageNet18.Network));
            Assert.Empty(network.LeftOut);
            Assert.Contains("pad one side more", Assert.Single(network.Notes));
            network.WriteSafetensors(folder["weights"]);
        }

        float[] mean = Mean();
        using ImageNet18 model = ImageNet18.Load(folder["weights"]);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(GoldenFiles.Path("imagenet18/features.json")));
        int pictures = 0;
        foreach (JsonProperty expected in json.RootElement.EnumerateObject())
        {
            float[] features = new float[ImageNet18.Network.EmbeddingLength];
            model.Embed(Prepare(GoldenFiles.Path($"imagenet18/{expected.Name}.png"), mean), features);
            float[] reference = [.. expected.Value.EnumerateArray().Select(value => value.GetSingle())];
            Assert.InRange(Agreement.LargestDifference(reference, features), 0, 3e-5);
            pictures++;
        }

        Assert.Equal(3, pictures);
    }

    private static string PathOf(string model) =>
        typeof(ImageNet18Tests)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == model)
            .Value!;

    // The other model of the package subtracts an image, the mean of all.
    private static float[] Mean()
    {
        using Checkpoint checkpoint = Checkpoint.Open(PathOf("ImageNet18Mean"));
        CheckpointTensor tensor = Assert.Single(checkpoint.Tensors);
        float[] values = new float[tensor.ElementCount];
        checkpoint.ReadSingle(tensor, values);
        return values;
    }

    /// <summary>Blue, green, red, from 0 to 255, minus the mean.</summary>
    private static float[] Prepare(string path, float[] mean)
    {
        Picture picture = Picture.Load(path);
        int plane = picture.Width * picture.Height;
        float[] image = new float[3 * plane];
        for (int pixel = 0; pixel < plane; pixel++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                int blueFirst = ((2 - channel) * plane) + pixel;
                image[blueFirst] = picture.Pixels[(3 * pixel) + channel] - mean[blueFirst];
            }
        }

        return image;
    }
}

[ResNet(BlockType.Basic, 2, 2, 2, 3, Classes = 0)]
internal sealed partial class ImageNet18;
