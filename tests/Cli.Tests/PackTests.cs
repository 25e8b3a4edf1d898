using ResNetGen.Cli.Models;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;
using ResNetGen.Tests.Support;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Tests;

public sealed class PackTests : IDisposable
{
    private const string Model = "fashion-resnet20";

    private readonly TemporaryDirectory _directory = new();
    private readonly string _weights;
    private readonly string _packed;

    public PackTests()
    {
        using Stream resource = typeof(FashionModel).Assembly.GetManifestResourceStream(
            "fashion-resnet20.safetensors"
        )!;
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        _weights = _directory.Write("fashion.safetensors", bytes);
        _packed = Path.Combine(_directory.Path, "fashion.packed");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void APackedFileGivesTheSameFeatures()
    {
        Invocation run = Invocation.Run("pack", Model, _weights, "-o", _packed).Succeeded();
        Assert.Matches(
            $@"^.*fashion\.packed: \d+\.\d [KM]iB, F32, for \[ResNet\(BlockType\.Basic, 3, 3, 3, .*\)\]$",
            Assert.Single(run.Lines)
        );

        Invocation expected = Invocation.Run("embed", Samples.Directory, "--model", "fashion-resnet20").Succeeded();
        Assert.Equal(
            expected.Out,
            Invocation
                .Run("embed", Samples.Directory, "--weights", _packed, "--model", "fashion-resnet20")
                .Succeeded()
                .Out
        );

        Invocation verified = Invocation.Run("pack", "--verify", _packed).Succeeded();
        Assert.Equal(run.Lines[0].Replace(".packed: ", ".packed: whole; "), Assert.Single(verified.Lines));
    }

    [Theory]
    [InlineData("bf16", WeightStorage.BF16)]
    [InlineData("f16", WeightStorage.F16)]
    [InlineData("f32", WeightStorage.F32)]
    public void StoredInHalfTheSizeItNamesTheSamplesToo(string storage, WeightStorage expected)
    {
        Invocation run = Invocation.Run("pack", Model, _weights, "--output", _packed, "--storage", storage).Succeeded();
        Assert.Contains($", {expected}, for ", run.Out);
        Assert.Equal(expected, PackedWeights.Verify(_packed).Storage);

        Invocation classes = Invocation.Run("classify", Samples.Directory, "--weights", _packed).Succeeded();
        Assert.All(
            classes.Lines,
            line => Assert.Equal(Samples.Of(Samples.NameOf(line.Split('\t')[1])), line.Split('\t')[0])
        );
    }

    // How often the network is right about the test images, whatever its weights are stored in.
    [Theory]
    [InlineData("bf16")]
    [InlineData("f16")]
    public void StoredInHalfTheSizeItIsRightAsOften(string storage)
    {
        Invocation.Run("pack", Model, _weights, "-o", _packed, "--storage", storage).Succeeded();
        Assert.InRange(Right(_packed) - Right(weights: null), -3, 3);

        static int Right(string? weights)
        {
            using IImageClassifier model = (IImageClassifier)new FashionModel().Load(weights, threads: 1);
            float[] image = new float[FashionTestSet.Side * FashionTestSet.Side];
            float[] logits = new float[model.Network.Classes];
            int right = 0;
            for (int i = 0; i < FashionTestSet.Count; i++)
            {
                Picture picture = new(FashionTestSet.Side, FashionTestSet.Side, 1, FashionTestSet.Pixels(i));
                Preprocessing.FashionMnist.Apply(picture, image);
                model.Forward(image, logits);
                right += Array.IndexOf(logits, logits.Max()) == FashionTestSet.Labels[i] ? 1 : 0;
            }

            return right;
        }
    }

    [Fact]
    public void AnotherNetworksFileIsRefused()
    {
        Invocation.Run("pack", Model, _weights, "-o", _packed).Succeeded();
        Invocation run = Invocation
            .Run("classify", Samples.Of("bag"), "--model", "resnet20", "--weights", _packed)
            .Failed(ExitCode.CannotStart, $"{_packed}: packed for \"[ResNet(BlockType.Basic, 3, 3, 3, ");
        Assert.Contains("resnetgen pack MODEL WEIGHTS -o FILE.", run.Error);
    }

    [Fact]
    public void DamageIsFound()
    {
        Invocation.Run("pack", Model, _weights, "-o", _packed).Succeeded();
        byte[] bytes = File.ReadAllBytes(_packed);
        bytes[^100] ^= 4;
        File.WriteAllBytes(_packed, bytes);
        Invocation
            .Run("pack", "--verify", _packed)
            .Failed(ExitCode.CannotStart, $"{_packed}: the content has the hash ");
        Invocation
            .Run("pack", "--verify", _weights)
            .Failed(ExitCode.CannotStart, $"{_weights}: this is no packed file.");
        Invocation
            .Run("pack", "--verify", "missing.packed")
            .Failed(ExitCode.CannotStart, "missing.packed: there is no such file.");
    }

    [Fact]
    public void WhatIsNotPackedStays()
    {
        byte[] before = File.ReadAllBytes(_weights);
        Invocation
            .Run("pack", Model, _weights, "-o", _weights)
            .Failed(ExitCode.CannotWrite, $"{_weights}: there is a file already, and it is no packed one.");
        Invocation
            .Run("pack", Model, _weights, "-o", _directory.Path)
            .Failed(ExitCode.CannotWrite, "this is a directory");
        Invocation
            .Run("pack", Model, _weights, "-o", Path.Combine(_directory.Path, "no", "x.packed"))
            .Failed(ExitCode.CannotWrite, "there is no such directory");
        Assert.Equal(before, File.ReadAllBytes(_weights));
        Assert.Equal([_weights], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void WeightsThatDoNotFitAreRefused()
    {
        Invocation
            .Run("pack", "resnet18", _weights, "-o", _packed)
            .Failed(ExitCode.CannotStart, "the tensors of the file are not those of the network");
        Invocation
            .Run("pack", Model, "missing.safetensors", "-o", _packed)
            .Failed(ExitCode.CannotStart, "missing.safetensors: there is no such file.");
        Invocation.Run("pack", Model, _weights, "-o", _packed).Succeeded();
        Invocation
            .Run("pack", Model, _packed, "-o", _packed)
            .Failed(ExitCode.CannotStart, "this is a packed file, not safetensors");
    }

    [Theory]
    [InlineData("pack", "Required argument 'MODEL' missing")]
    [InlineData("pack resnet18", "Required argument 'WEIGHTS' missing")]
    [InlineData("pack resnet18 x.safetensors", "Option '-o' is required")]
    [InlineData("pack resnet-18 x.safetensors -o x", "There is no model 'resnet-18'.")]
    [InlineData("pack resnet18 x.safetensors -o x --storage f64", "--storage is one of f32, bf16, f16; found 'f64'.")]
    [InlineData("pack resnet18 --verify x.packed", "--verify takes a packed file, and nothing beside it.")]
    [InlineData("pack --verify x.packed -o y", "--verify takes a packed file, and nothing beside it.")]
    [InlineData("pack --verify x.packed --storage f16", "--verify takes a packed file, and nothing beside it.")]
    [InlineData("pack resnet18 x y -o z", "'y'")]
    public void WrongCommandLineIsOneMessage(string commandLine, string message) =>
        Invocation.Run(commandLine.Split(' ')).Failed(ExitCode.Usage, message);

    [FactNeeding(Needs.Unix, "links need a permission")]
    public void SizeIsOfTheFileThatALinkLeadsTo()
    {
        string link = Path.Combine(_directory.Path, "link.packed");
        File.CreateSymbolicLink(link, _packed);
        string size = Invocation
            .Run("pack", Model, _weights, "-o", link)
            .Succeeded()
            .Lines[0]
            .Split(": ")[1]
            .Split(',')[0];
        Assert.Equal(Output.Quantity.Bytes(new FileInfo(_packed).Length), size);
    }

    [Fact]
    public void ShapeOfVeryManyExtentsIsShortened()
    {
        byte[] header = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"x":{"dtype":"F32","shape":[{{string.Join(',', Enumerable.Repeat(1, 5000))}}],"data_offsets":[0,4]} }"""
        );
        string file = _directory.Write(
            "wide.safetensors",
            [.. BitConverter.GetBytes((long)header.Length), .. header, 0, 0, 0, 0]
        );
        Invocation run = Invocation
            .Run("classify", Samples.Of("bag"), "--model", "fashion-resnet20", "--weights", file)
            .Failed(ExitCode.CannotStart, "[1, 1, 1, 1, 1, 1, 1, 1, ... 5000 extents]");
        Assert.InRange(run.Error.Length, 1, 10_000);
    }

    // Weights may be finite, and what they add up to too large.
    [Fact]
    public void ResultThatIsNotFiniteIsAFailedPicture()
    {
        byte[] bytes = File.ReadAllBytes(_weights);
        int start = 8 + (int)BitConverter.ToInt64(bytes);
        using System.Text.Json.JsonDocument header = System.Text.Json.JsonDocument.Parse(bytes.AsMemory(8, start - 8));
        foreach (
            System.Text.Json.JsonProperty tensor in header
                .RootElement.EnumerateObject()
                .Where(tensor => tensor.Name.EndsWith("weight"))
        )
        {
            System.Text.Json.JsonElement offsets = tensor.Value.GetProperty("data_offsets");
            Span<byte> data = bytes.AsSpan(start)[offsets[0].GetInt32()..offsets[1].GetInt32()];
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(data).Fill(1e18f);
        }

        string file = _directory.Write("large.safetensors", bytes);
        foreach (string command in (string[])["classify", "embed"])
        {
            Invocation
                .Run(command, Samples.Of("bag"), "--weights", file, "--model", "fashion-resnet20")
                .Failed(ExitCode.PictureFailed, $"{Samples.Of("bag")}: the weights give no finite result.");
        }
    }

    [Fact]
    public void InterruptedItLeavesNothing()
    {
        using StringWriter output = new();
        using StringWriter error = new();
        using CancellationTokenSource stop = new();
        stop.Cancel();
        int exitCode = Application.Run(
            ["pack", Model, _weights, "-o", _packed],
            new Output.Terminal(output, error),
            stop.Token
        );
        Assert.Equal((ExitCode.Interrupted, "", ""), (exitCode, output.ToString(), error.ToString()));
        Assert.Equal([_weights], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void TheHelpSaysWhatItIsFor()
    {
        Invocation run = Invocation.Run("pack", "--help").Succeeded();
        Assert.All(
            ["<MODEL>", "<WEIGHTS>", "-o", "--storage", "--verify", "Examples:", "Exit codes:"],
            part => Assert.Contains(part, run.Out)
        );
        IEnumerable<string> notes = run.Lines.SkipWhile(line => !line.Contains("--help")).Skip(1);
        Assert.All(notes, line => Assert.InRange(line.Length, 1, 80));
    }
}
