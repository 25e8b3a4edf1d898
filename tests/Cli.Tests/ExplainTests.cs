using System.Globalization;
using System.Text.RegularExpressions;
using ResNetGen.Cli.Pictures;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;
using ResNetGen.Imaging.Tests;
using ResNetGen.Tests.Support;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Tests;

public sealed class ExplainTests : IDisposable
{
    private const float Unseen = float.NaN;

    private readonly TemporaryDirectory _folder = new();
    private readonly string _image = Samples.Of("sneaker");

    private string Heat => Path.Combine(_folder.Path, "heat.png");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ItDrawsThePictureInItsSizeAndSaysWhatClassifySays()
    {
        Invocation run = Explain().Succeeded();
        string[] guess = Assert.Single(Invocation.Run("classify", _image).Succeeded().Lines).Split('\t');
        double probability = double.Parse(guess[2], CultureInfo.InvariantCulture);
        Assert.Equal(
            $"{_image}: {guess[1]}, {(probability * 100).ToString("F1", CultureInfo.InvariantCulture)} %",
            run.Lines[0]
        );
        Picture drawn = Picture.Load(Heat);
        Assert.Equal((28, 28, 3), (drawn.Width, drawn.Height, drawn.Channels));
        Assert.Contains(Enumerable.Range(0, 28 * 28), pixel => drawn.Pixels[3 * pixel] != drawn.Pixels[3 * pixel + 2]);
    }

    [Theory]
    [InlineData("Sneaker", "Sneaker")]
    [InlineData("bag", "Bag")]
    [InlineData("8", "Bag")]
    public void TheLogitIsTheSumOfItsParts(string asked, string label)
    {
        Invocation run = Explain("--class", asked).Succeeded();
        Assert.Contains($": {label}, ", run.Lines[0]);
        double[] numbers =
        [
            .. Regex
                .Matches(run.Lines[1], @"-?\d+\.\d+")
                .Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(4, numbers.Length);
        Assert.Equal(numbers[0], numbers[1..].Sum(), 0.021);
        Assert.InRange(numbers[1], 0, double.MaxValue);
        Assert.InRange(numbers[2], double.MinValue, 0);
    }

    [Fact]
    public void AClassThatThereIsNotIsRefusedWithTheNearest()
    {
        Explain("--class", "snaeker").Failed(ExitCode.Usage, "Sneaker");
        Explain("--class", "10").Failed(ExitCode.Usage, "no such class");
        string labels = _folder.Write("labels.txt", "a\nb\ncrane\nd\ne\nf\ng\nh\ncrane\nj\n");
        Explain("--labels", labels, "--class", "crane").Failed(ExitCode.Usage, "2, 8");
        Assert.False(File.Exists(Heat));
        Assert.Contains(": crane, ", Explain("--labels", labels, "--class", "8").Succeeded().Lines[0]);
    }

    [Fact]
    public void ALearntClassifierIsExplained()
    {
        // Two classes that differ by their bias and one feature.
        float[] weight = new float[2 * 64];
        weight[5] = 1;
        ClassifierFile file = new(new LinearClassifier(["this", "that"], weight, [0.25f, 40]))
        {
            Model = "fashion-resnet20",
            Preprocessing = Preprocessing.FashionMnist,
        };
        string path = Path.Combine(_folder.Path, "head.safetensors");
        file.Save(path);
        Invocation run = Explain("--weights", path).Succeeded();
        Assert.Contains(": that, ", run.Lines[0]);
        Assert.Equal(
            "Logit 40.00 = 0.00 from places for it, 0.00 from places against it, 40.00 from its bias",
            run.Lines[1]
        );
        float feature = float.Parse(
            Invocation.Run("embed", _image, "--model", "fashion-resnet20").Lines[0].Split('\t')[6],
            CultureInfo.InvariantCulture
        );
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"Logit {feature + 0.25:F2} = {feature:F2} from"),
            Explain("--weights", path, "--class", "this").Succeeded().Lines[1]
        );
    }

    [Fact]
    public void WeightsOfANetworkAreExplained()
    {
        string weights = _folder.Write("weights.safetensors", WeightFiles.For(Models.KnownModels.Get("resnet20").Info));
        string[] arguments = ["explain", _image, "-o", Heat, "--model", "resnet20", "--weights", weights];
        Invocation run = Invocation.Run(arguments).Succeeded();
        string[] guess = Assert
            .Single(Invocation.Run("classify", _image, "--model", "resnet20", "--weights", weights).Succeeded().Lines)
            .Split('\t');
        Assert.StartsWith($"{_image}: {guess[1]}, ", run.Lines[0]);
    }

    [Fact]
    public void ANetworkWithoutAClassifierNamesFit()
    {
        Explain("--model", "imagenet18").Failed(ExitCode.Usage, "resnetgen fit");
        Assert.False(File.Exists(Heat));
    }

    [Fact]
    public void OnlyAnotherPngIsReplaced()
    {
        string copy = _folder.Write("photo.png", File.ReadAllBytes(_image));
        Invocation.Run("explain", copy, "-o", copy).Failed(ExitCode.CannotWrite, "this file is read");
        Assert.Equal(File.ReadAllBytes(_image), File.ReadAllBytes(copy));

        string text = _folder.Write("chart.svg", "<svg");
        Invocation.Run("explain", _image, "-o", text).Failed(ExitCode.CannotWrite, "it is no PNG");
        Assert.Equal("<svg", File.ReadAllText(text));

        _folder.Write("heat.png", []);
        Explain().Succeeded();
        byte[] first = File.ReadAllBytes(Heat);
        Explain("--class", "bag").Succeeded();
        Assert.NotEqual(first, File.ReadAllBytes(Heat));
        Explain().Succeeded();
        Assert.Equal(first, File.ReadAllBytes(Heat));
    }

    [FactNeeding(Needs.Linux, "links are made by everybody")]
    public void ALinkToThePictureIsThePicture()
    {
        string copy = _folder.Write("photo.png", File.ReadAllBytes(_image));
        string link = Path.Combine(_folder.Path, "link.png");
        File.CreateSymbolicLink(link, copy);
        Invocation.Run("explain", copy, "-o", link).Failed(ExitCode.CannotWrite, "this file is read");
        Invocation.Run("explain", link, "-o", copy).Failed(ExitCode.CannotWrite, "this file is read");
        Assert.Equal(File.ReadAllBytes(_image), File.ReadAllBytes(copy));
    }

    [Fact]
    public void APictureThatCannotBeReadLeavesNothing()
    {
        Invocation.Run("explain", "missing.png", "-o", Heat).Failed(ExitCode.PictureFailed, "missing.png");
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void ALargePictureIsDrawnSmaller()
    {
        byte[][] rows = [.. Enumerable.Repeat(new byte[2500], 100)];
        string wide = _folder.Write("wide.png", PngWriter.Write(2500, PngWriter.Grey, depth: 8, rows));
        Invocation.Run("explain", wide, "-o", Heat).Succeeded();
        Picture drawn = Picture.Load(Heat);
        Assert.Equal((1024, 41), (drawn.Width, drawn.Height));
    }

    [Fact]
    public void HeatIsColourOnGrey()
    {
        Picture picture = new(4, 1, 3, [200, 200, 200, 10, 200, 30, 200, 200, 200, 100, 100, 100]);
        Picture drawn = Picture.Decode(HeatPicture.Draw(picture, [-3, 0, Unseen, 2]));
        byte luma = picture.ToGrey().Pixels[1];
        Assert.Equal([200, 200, 200, luma, luma, luma, 100, 100, 100], drawn.Pixels[..9].ToArray());

        // A fifth of the picture, and four of the ramp's last colour.
        Assert.Equal([222, 224, 151], drawn.Pixels[9..].ToArray());
    }

    private Invocation Explain(params string[] options) => Invocation.Run(["explain", _image, "-o", Heat, .. options]);
}
