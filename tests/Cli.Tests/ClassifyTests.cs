using System.Globalization;
using System.Text.Json;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;
using ResNetGen.Imaging.Tests;
using ResNetGen.Tests.Support;
using ResNetGen.Zoo;

namespace ResNetGen.Cli.Tests;

public class ClassifyTests
{
    [Fact]
    public void NamesAllTenSamples()
    {
        Invocation run = Invocation.Run("classify", Samples.Directory).Succeeded();
        Assert.Equal(10, run.Lines.Count);
        Assert.All(
            run.Lines.Zip(Samples.Files),
            pair =>
            {
                string[] fields = pair.First.Split('\t');
                Assert.Equal(3, fields.Length);
                Assert.Equal(pair.Second, fields[0]);
                Assert.Equal(Samples.Of(Samples.NameOf(fields[1])), fields[0]);
                Assert.InRange(float.Parse(fields[2], CultureInfo.InvariantCulture), 0.5f, 1f);
            }
        );
    }

    [Fact]
    public void DirectoryFilesAndPatternMeanTheSame()
    {
        Invocation directory = Invocation.Run("classify", Samples.Directory).Succeeded();
        Assert.Equal(directory, Invocation.Run(["classify", .. Samples.Files]));
        Assert.Equal(directory, Invocation.Run("classify", Path.Combine(Samples.Directory, "*.png")));
        Assert.Equal(directory, Invocation.Run("classify", Samples.Directory + Path.DirectorySeparatorChar));
    }

    [Fact]
    public void ThreadsChangeNothing() =>
        Assert.Equal(
            Invocation.Run("embed", Samples.Directory).Out,
            Invocation.Run("embed", Samples.Directory, "--threads", "3").Out
        );

    [Theory]
    [InlineData("classify")]
    [InlineData("embed")]
    public void MoreThreadsThanProcessorsAreNotStarted(string command)
    {
        int most = Math.Min(Environment.ProcessorCount, 256);
        Invocation all = Invocation.Run(command, Samples.Of("bag"), "--json", "--threads", $"{most}").Succeeded();
        Invocation more = Invocation.Run(command, Samples.Of("bag"), "--json", "--threads", "256");

        Assert.Equal(0, more.ExitCode);
        Assert.Equal(all.Out, more.Out);
        Assert.Equal(
            most == 256
                ? ""
                : $"resnetgen: --threads 256: {most} thread{(most == 1 ? "" : "s")}, as this process has no more processors.{Environment.NewLine}",
            more.Error
        );
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("3", 3)]
    [InlineData("10", 10)]
    [InlineData("99", 10)]
    public void TopIsAsManyAsThereAre(string top, int guesses)
    {
        Invocation run = Invocation.Run("classify", Samples.Of("bag"), "--top", top).Succeeded();
        string[] fields = Assert.Single(run.Lines).Split('\t');
        Assert.Equal(1 + (2 * guesses), fields.Length);

        IEnumerable<string> texts = fields.Skip(2).Where((_, index) => index % 2 == 0);
        float[] probabilities = [.. texts.Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(probabilities.OrderDescending(), probabilities);
    }

    [Fact]
    public void JsonIsOneDocument()
    {
        Invocation run = Invocation.Run(
            "classify",
            Samples.Of("bag"),
            "missing.png",
            Samples.Of("coat"),
            "--json",
            "--top",
            "2"
        );
        Assert.Equal(ExitCode.PictureFailed, run.ExitCode);

        JsonElement document = run.Json();
        Assert.Equal("fashion-resnet20", document.GetProperty("model").GetString());
        Assert.Equal("fashion-mnist", document.GetProperty("preset").GetString());
        JsonElement images = document.GetProperty("images");
        Assert.Equal(["path", "guesses"], images[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(Samples.Of("bag"), images[0].GetProperty("path").GetString());
        Assert.Equal(2, images[0].GetProperty("guesses").GetArrayLength());
        JsonElement first = images[0].GetProperty("guesses")[0];
        Assert.Equal(8, first.GetProperty("class").GetInt32());
        Assert.Equal("Bag", first.GetProperty("label").GetString());
        Assert.InRange(first.GetProperty("probability").GetDouble(), 0.5, 1);

        Assert.Equal(["path", "error"], images[1].EnumerateObject().Select(property => property.Name));
        Assert.Contains("missing.png", images[1].GetProperty("error").GetString());
        Assert.Equal("Coat", images[2].GetProperty("guesses")[0].GetProperty("label").GetString());
    }

    [Fact]
    public void UnreadablePictureDoesNotStopTheOthers()
    {
        using TemporaryDirectory directory = new();
        string damaged = directory.Write("damaged.png", File.ReadAllBytes(Samples.Of("coat"))[..200]);
        Invocation run = Invocation.Run("classify", "missing.png", damaged, Samples.Of("bag"));

        Assert.Equal(ExitCode.PictureFailed, run.ExitCode);
        Assert.StartsWith(Samples.Of("bag") + "\tBag\t", Assert.Single(run.Lines));
        string[] messages = run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, messages.Length);
        Assert.StartsWith("resnetgen: missing.png: ", messages[0]);
        Assert.StartsWith($"resnetgen: {damaged}: ", messages[1]);
    }

    [Fact]
    public void DirectoryMeansItsPicturesAlone()
    {
        using TemporaryDirectory directory = new();
        directory.Write("notes.txt", "no picture");
        Invocation
            .Run("classify", directory.Path)
            .Failed(ExitCode.PictureFailed, $"{directory.Path}: no PNG, JPEG or BMP file");

        string upper = directory.Write("B.PNG", File.ReadAllBytes(Samples.Of("bag")));
        string lower = directory.Write("a.png", File.ReadAllBytes(Samples.Of("coat")));
        Invocation run = Invocation.Run("classify", directory.Path).Succeeded();
        Assert.Equal([upper, lower], run.Lines.Select(line => line.Split('\t')[0]));
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.jpeg")]
    [InlineData("a.JPE")]
    [InlineData("a.jfif")]
    [InlineData("a.BMP")]
    [InlineData("a.dib")]
    [InlineData("a.apng")]
    public void AllEndingsOfPicturesCount(string name)
    {
        // The content decides what it is.
        using TemporaryDirectory directory = new();
        string path = directory.Write(name, File.ReadAllBytes(Samples.Of("bag")));
        Assert.StartsWith(
            path + "\tBag\t",
            Assert.Single(Invocation.Run("classify", directory.Path).Succeeded().Lines)
        );
    }

    [Fact]
    public void PicturesThatAreNotReadAreToldOncePerFormat()
    {
        using TemporaryDirectory directory = new();
        using TemporaryDirectory other = new();
        string picture = directory.Write("bag.png", File.ReadAllBytes(Samples.Of("bag")));
        string[] others =
        [
            "2.webp",
            "1.WebP",
            "3.webp",
            "scan.tif",
            "scan.tiff",
            "notes.txt",
            "Thumbs.db",
            ".hidden.webp",
            "._bag.png",
        ];
        foreach (string name in others)
        {
            directory.Write(name, "");
        }

        other.Write("4.webp", "");
        other.Write("bag.png", File.ReadAllBytes(Samples.Of("bag")));
        string gif = other.Write("5.gif", "");
        string example = Path.Combine(directory.Path, "1.WebP");
        string scan = Path.Combine(directory.Path, "scan.tif");
        const string Advice = "PNG, JPEG and BMP are read. Convert them first.";
        string[] expected =
        [
            $"resnetgen: 1 GIF file of a directory was left out, {gif}: PNG, JPEG and BMP are read. Convert it first.",
            $"resnetgen: 2 TIFF files of directories were left out, such as {scan}: {Advice}",
            $"resnetgen: 4 WebP files of directories were left out, such as {example}: {Advice}",
        ];
        foreach (string command in (string[])["classify", "embed"])
        {
            Invocation run = Invocation.Run(command, directory.Path, other.Path);
            Assert.Equal(ExitCode.Success, run.ExitCode);
            Assert.Equal(2, run.Lines.Count);
            Assert.Equal(expected, run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        }

        JsonElement leftOut = Invocation
            .Run("classify", directory.Path, other.Path, "--json")
            .Json()
            .GetProperty("leftOut");
        Assert.Equal(3, leftOut.GetArrayLength());
        Assert.Equal(["format", "files", "example"], leftOut[2].EnumerateObject().Select(property => property.Name));
        Assert.Equal("WebP", leftOut[2].GetProperty("format").GetString());
        Assert.Equal(4, leftOut[2].GetProperty("files").GetInt32());
        Assert.Equal(example, leftOut[2].GetProperty("example").GetString());
        Assert.False(Invocation.Run("classify", picture, "--json").Succeeded().Json().TryGetProperty("leftOut", out _));
    }

    [Fact]
    public void DirectoryOfDirectoriesIsExplained()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(Path.Combine(directory.Path, "cats"));
        Invocation
            .Run("classify", directory.Path)
            .Failed(ExitCode.PictureFailed, "is in this directory. Directories below it are not searched: 1.");
    }

    [Fact]
    public void DirectoriesBelowAreTold()
    {
        using TemporaryDirectory directory = new();
        directory.Write("bag.png", File.ReadAllBytes(Samples.Of("bag")));
        foreach (string name in (string[])["cats", "dogs", ".git"])
        {
            Directory.CreateDirectory(Path.Combine(directory.Path, name));
        }

        Invocation run = Invocation.Run("classify", directory.Path);

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains(
            $"2 directories below were not searched, such as {Path.Combine(directory.Path, "cats")}: name them too.",
            run.Error
        );

        Directory.Delete(Path.Combine(directory.Path, "dogs"));

        Assert.Contains(
            $"1 directory below was not searched, {Path.Combine(directory.Path, "cats")}: name it too.",
            Invocation.Run("classify", directory.Path).Error
        );
    }

    [Fact]
    public void WeightsOfAnotherNetworkWantItsName()
    {
        using TemporaryDirectory directory = new();
        string weights = directory.Write("other.safetensors", WeightFiles.For(ResNetGen.Zoo.ResNet18.Network));

        Invocation
            .Run("classify", Samples.Of("bag"), "--weights", weights)
            .Failed(
                ExitCode.CannotStart,
                "these are not weights of fashion-resnet20, the network that is taken without --model. Name theirs"
            );
        Invocation
            .Run("classify", Samples.Of("bag"), "--model", "fashion-resnet20", "--weights", weights)
            .Failed(ExitCode.CannotStart, "The file looks like a ResNet-18");
    }

    [Fact]
    public void ExifTurnsPicturesUpright()
    {
        using TemporaryDirectory directory = new();
        Picture bag = Picture.Load(Samples.Of("bag"));
        Picture lying = new Picture(bag.Width, bag.Height, 1, bag.Pixels, PictureOrientation.LeftBottom).ToUpright();
        byte[] exif = [.. "MM\0*\0\0\0\b\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006\0\0\0\0\0\0"u8];
        byte[] file = PngWriter.Write(
            lying.Width,
            PngWriter.Grey,
            8,
            [.. lying.Pixels.ToArray().Chunk(lying.Width)],
            ("eXIf", exif)
        );
        string path = directory.Write("phone.png", file);

        Assert.NotEqual(Values("embed", Samples.Of("bag")), Values("embed", path));
        Assert.Equal(Values("embed", Samples.Of("bag")), Values("embed", path, "--exif"));
        Assert.NotEqual(Values("classify", Samples.Of("bag")), Values("classify", path));
        Assert.Equal(Values("classify", Samples.Of("bag"), "--exif"), Values("classify", path, "--exif"));

        static string Values(params string[] arguments) =>
            Assert.Single(Invocation.Run(arguments).Succeeded().Lines).Split('\t', 2)[1];
    }

    [Fact]
    public void PatternWithoutMatchIsAnError() =>
        Invocation
            .Run("classify", Path.Combine(Samples.Directory, "*.tiff"))
            .Failed(ExitCode.PictureFailed, "*.tiff: no file matches.");

    [Fact]
    public void PatternOfNoDirectoryIsAnError() =>
        Invocation.Run("classify", Path.Combine("missing", "*.png")).Failed(ExitCode.PictureFailed, "*.png: ");

    [Fact]
    public void EmptyArgumentIsAnError() =>
        Invocation.Run("classify", " ").Failed(ExitCode.PictureFailed, "names no picture");

    [Fact]
    public void LabelsOfAFileReplaceTheModels()
    {
        using TemporaryDirectory directory = new();
        IEnumerable<string> names = Enumerable.Range(0, 10).Select(index => $"garment {index} ");
        string labels = directory.Write("labels.txt", string.Join("\r\n", names) + "\r\n\r\n");
        Invocation run = Invocation.Run("classify", Samples.Of("bag"), "--labels", labels).Succeeded();
        Assert.Equal("garment 8", run.Lines[0].Split('\t')[1]);
    }

    [Fact]
    public void LabelsMustBeAsManyAsClasses()
    {
        using TemporaryDirectory directory = new();
        string labels = directory.Write("labels.txt", "one\ntwo\n");
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", labels)
            .Failed(ExitCode.CannotStart, $"{labels}: 2 labels, but fashion-resnet20 has 10 classes.");
    }

    [Theory]
    [InlineData("one\n\nthree\n", "line 2 is blank")]
    [InlineData("\none\n", "line 1 is blank")]
    [InlineData("one\0two", "there is a NUL in it")]
    [InlineData("\n \n", "0 labels")]
    public void LabelsMustBeOneALine(string content, string message)
    {
        using TemporaryDirectory directory = new();
        string labels = directory.Write("labels.txt", content);
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", labels)
            .Failed(ExitCode.CannotStart, $"{labels}: {message}");
    }

    [Fact]
    public void LabelsMustBeText()
    {
        using TemporaryDirectory directory = new();
        string labels = directory.Write("labels.txt", [0x61, 0xFF]);
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", labels)
            .Failed(ExitCode.CannotStart, $"{labels}: the labels are not UTF-8.");
        labels = directory.Write("large.txt", new byte[(4 << 20) + 1]);
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", labels)
            .Failed(ExitCode.CannotStart, $"{labels}: this is larger than 4 MiB");
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", directory.Path)
            .Failed(
                ExitCode.CannotStart,
                $"{directory.Path}: this is a directory, where a file of labels is expected."
            );
    }

    [Fact]
    public void LabelsMayBeginWithAMark()
    {
        using TemporaryDirectory directory = new();
        string labels = directory.Write(
            "labels.txt",
            "\uFEFF" + string.Join("\r\n", Enumerable.Range(0, 10).Select(index => $"name{index}")) + "\r\n \r\n"
        );
        Invocation run = Invocation.Run("classify", Samples.Of("bag"), "--labels", labels, "--top", "10").Succeeded();
        Assert.Contains("\tname0\t", run.Out);
    }

    [Fact]
    public void LabelsMustExist() =>
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", "missing.txt")
            .Failed(ExitCode.CannotStart, "missing.txt: there is no such file.");

    [Fact]
    public void NetworkOfTheZooRunsWithItsWeights()
    {
        using TemporaryDirectory directory = new();
        string weights = directory.Write("cifar.safetensors", WeightFiles.For(CifarResNet20.Network));
        Invocation run = Invocation
            .Run("classify", Samples.Of("bag"), "--model", "ResNet20", "--weights", weights, "--top", "10", "--json")
            .Succeeded();
        Assert.Equal("resnet20", run.Json().GetProperty("model").GetString());
        Assert.Equal("cifar10", run.Json().GetProperty("preset").GetString());
        JsonElement guesses = run.Json().GetProperty("images")[0].GetProperty("guesses");
        Assert.False(guesses[0].TryGetProperty("label", out _));
        Assert.Equal(1, guesses.EnumerateArray().Sum(guess => guess.GetProperty("probability").GetDouble()), 1e-5);

        string text = Invocation
            .Run("classify", Samples.Of("bag"), "--model", "resnet20", "--weights", weights)
            .Succeeded()
            .Lines[0];
        Assert.Equal(
            guesses[0].GetProperty("class").GetInt32().ToString(CultureInfo.InvariantCulture),
            text.Split('\t')[1]
        );
    }

    [Fact]
    public void PresetChangesWhatTheNetworkSees()
    {
        using TemporaryDirectory directory = new();
        string weights = directory.Write("cifar.safetensors", WeightFiles.For(CifarResNet20.Network));
        string[] common = ["embed", Samples.Of("bag"), "--model", "resnet20", "--weights", weights];
        Invocation own = Invocation.Run(common).Succeeded();
        Assert.Equal(own, Invocation.Run([.. common, "--preset", "cifar10"]));
        string[] presets = ["cifar10", "torchvision-v1", "torchvision-v2", "timm"];
        Assert.Distinct(presets.Select(preset => Invocation.Run([.. common, "--preset", preset]).Succeeded().Out));
    }

    [Fact]
    public void WeightsReplaceTheEmbeddedOnes()
    {
        using TemporaryDirectory directory = new();
        string weights = directory.Write("own.safetensors", WeightFiles.For(Models.FashionClassifier.Network));
        Invocation run = Invocation.Run("classify", Samples.Of("bag"), "--weights", weights).Succeeded();
        Assert.NotEqual(Invocation.Run("classify", Samples.Of("bag")).Out, run.Out);
    }

    [Theory]
    [InlineData("resnet50", "torchvision.models.resnet50(weights=\"IMAGENET1K_V1\")")]
    [InlineData("wide_resnet101_2", "torchvision.models.wide_resnet101_2(weights=\"IMAGENET1K_V1\")")]
    [InlineData("resnet56", "model.state_dict()")]
    public void NetworkOfTheZooNeedsWeights(string model, string how)
    {
        Invocation run = Invocation
            .Run("classify", Samples.Of("bag"), "--model", model)
            .Failed(ExitCode.Usage, $"{model} needs weights: --weights FILE.");
        Assert.Contains(how, run.Error);
        Assert.Contains($"\"{model}.safetensors\"", run.Error);
    }

    [Fact]
    public void WeightsMustExist() =>
        Invocation
            .Run("classify", Samples.Of("bag"), "--model", "resnet18", "--weights", "missing.st")
            .Failed(ExitCode.CannotStart, "missing.st: ");

    [Fact]
    public void WeightsMustBeThoseOfTheNetwork()
    {
        using TemporaryDirectory directory = new();
        string weights = directory.Write("cifar.safetensors", WeightFiles.For(CifarResNet20.Network));
        Invocation
            .Run("classify", Samples.Of("bag"), "--model", "resnet32", "--weights", weights)
            .Failed(ExitCode.CannotStart, weights);

        string damaged = directory.Write("damaged.safetensors", File.ReadAllBytes(weights)[..1000]);
        Invocation
            .Run("classify", Samples.Of("bag"), "--model", "resnet20", "--weights", damaged)
            .Failed(ExitCode.CannotStart, damaged);
    }

    [Fact]
    public void PresetMustFitTheChannels() =>
        Invocation
            .Run("classify", Samples.Of("bag"), "--preset", "timm")
            .Failed(ExitCode.Usage, "--preset timm makes 3 channel(s) of a picture; fashion-resnet20 takes 1.");

    [Fact]
    public void UnknownModelIsAnErrorWithTheNearest() =>
        Invocation
            .Run("classify", Samples.Of("bag"), "--model", "fashion-resnet-21")
            .Failed(ExitCode.Usage, "The nearest names: fashion-resnet20, ");

    [FactNeeding(Needs.Unix, "names cannot have them")]
    public void ControlCharactersInNamesDoNotReachTheScreen()
    {
        using TemporaryDirectory directory = new();
        directory.Write("red\u001b[31m\t\u202Ebag.png", File.ReadAllBytes(Samples.Of("bag")));
        directory.Write("red\u001b[31m\nbroken.png", "broken");
        Invocation run = Invocation.Run("classify", directory.Path);
        Assert.Equal(ExitCode.PictureFailed, run.ExitCode);
        Assert.EndsWith(@"red\u001b[31m\t\u202ebag.png", Assert.Single(run.Lines).Split('\t')[0]);
        Assert.DoesNotContain('\u001b', run.Out + run.Error);
    }
}
