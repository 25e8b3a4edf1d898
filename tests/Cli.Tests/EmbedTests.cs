using System.Globalization;
using System.Text.Json;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;

namespace ResNetGen.Cli.Tests;

public class EmbedTests
{
    [Fact]
    public void TextHasThePathAndTheVeryFloats()
    {
        Invocation run = Invocation.Run("embed", Samples.Directory, "--model", "fashion-resnet20").Succeeded();
        Assert.Equal(10, run.Lines.Count);
        Assert.All(
            run.Lines.Zip(Samples.Files),
            pair =>
            {
                string[] fields = pair.First.Split('\t');
                Assert.Equal(pair.Second, fields[0]);
                Assert.Equal(
                    Features(pair.Second),
                    fields[1..].Select(text => float.Parse(text, CultureInfo.InvariantCulture))
                );
            }
        );
    }

    [Fact]
    public void JsonIsALineAPicture()
    {
        Invocation run = Invocation.Run(
            "embed",
            Samples.Of("bag"),
            "missing.png",
            Samples.Of("coat"),
            "--json",
            "--model",
            "fashion-resnet20"
        );
        Assert.Equal(ExitCode.PictureFailed, run.ExitCode);
        Assert.StartsWith("resnetgen: missing.png: ", run.Error);

        JsonElement[] lines = [.. run.Lines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(3, lines.Length);
        Assert.Equal(Samples.Of("bag"), lines[0].GetProperty("path").GetString());
        Assert.Equal(
            Features(Samples.Of("bag")),
            lines[0].GetProperty("embedding").EnumerateArray().Select(value => value.GetSingle())
        );
        Assert.Contains("missing.png", lines[1].GetProperty("error").GetString());
        Assert.Equal(64, lines[2].GetProperty("embedding").GetArrayLength());
    }

    [Fact]
    public void FailsAsClassifyDoes()
    {
        Invocation
            .Run("embed", Samples.Of("bag"), "--model", "resnet18")
            .Failed(ExitCode.Usage, "resnet18 needs weights");
        Invocation
            .Run("embed", Samples.Of("bag"), "--weights", "missing.safetensors")
            .Failed(ExitCode.CannotStart, "missing.safetensors");
        Invocation.Run("embed", "missing.png").Failed(ExitCode.PictureFailed, "missing.png");
    }

    private static float[] Features(string path)
    {
        using IImageModel model = new FashionModel().Load(weights: null, threads: 1);
        float[] features = new float[model.Network.EmbeddingLength];
        model.Embed(Preprocessing.FashionMnist.Apply(Picture.Load(path)), features);
        return features;
    }
}
