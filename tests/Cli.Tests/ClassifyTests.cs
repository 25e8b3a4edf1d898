using System.Globalization;
using System.Text.Json;
using ResNetGen.Cli.Tests.Support;
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
    public void ThreadsChangeNothing() =>
        Assert.Equal(
            Invocation.Run("embed", Samples.Directory, "--model", "fashion-resnet20").Out,
            Invocation.Run("embed", Samples.Directory, "--threads", "3", "--model", "fashion-resnet20").Out
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
