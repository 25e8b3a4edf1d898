using System.Text.Json;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Import.Tests;
using ResNetGen.Tests.Support;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Tests;

/// <summary><c>import</c>: what it writes, what it says, and what it refuses.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>A file of each format that Load refuses.</summary>
    public static TheoryData<string> Foreign =>
        ["basic.pth", "basic-legacy.pth", "basic-torchscript.pt", "basic.onnx", "next.onnx"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ClassAndWeightsAreWritten()
    {
        string output = PathOf("a/b");
        Invocation run = Invocation
            .Run(
                "import",
                Checkpoint("basic.pth"),
                "--name=Birds",
                "--namespace=Demo",
                "-o",
                output,
                "--input",
                "64x32"
            )
            .Succeeded();

        string source = Path.Combine(output, "Birds.cs");
        string weights = Path.Combine(output, "birds.safetensors");
        Assert.Equal([source, weights], Directory.GetFiles(output).Order(StringComparer.Ordinal));
        Assert.Equal(source, run.Lines[0]);
        Assert.StartsWith($"{weights}: ", run.Lines[1]);
        Assert.Equal(
            "[ResNet(BlockType.Basic, 1, 2, 1, 1, Classes = 5, InputHeight = 64, InputWidth = 32, BaseWidth = 8)]",
            run.Lines[2]
        );
        Assert.StartsWith("83,309 parameters, ", run.Lines[3]);
        Assert.Contains("IMAGENET1K_V1", Assert.Single(run.Lines, line => line.StartsWith("Note: ")));
        Assert.Contains("Birds.Load(\"birds.safetensors\")", run.Lines[^1]);

        string text = File.ReadAllText(source);
        Assert.Contains("<ResNetWeights Include=\"birds.safetensors\" Model=\"Demo.Birds\" />", text);
        Assert.Contains($"\n{run.Lines[2]}\npublic sealed partial class Birds\n", text);
        Assert.Contains("namespace Demo;\n", text);
        Assert.DoesNotContain(_directory.Path, text);
    }

    [Fact]
    public void WhatIsNotSaidIsNoted()
    {
        Invocation run = Import(Checkpoint("next.pth")).Succeeded();
        Assert.StartsWith(PathOf("Next.cs"), run.Lines[0]);
        Assert.Contains(run.Lines, line => line.StartsWith("Note: ") && line.Contains("--input 224x160"));
        Assert.DoesNotContain("InputHeight", run.Out);
    }

    [Fact]
    public void StrideIsTheOneThatIsGiven()
    {
        Invocation run = Import(Checkpoint("next.pth"), "--stride", "conv1x1").Succeeded();
        Assert.Contains("BottleneckStride = BottleneckStride.Conv1x1", run.Out);
        Assert.Contains("BottleneckStride = BottleneckStride.Conv1x1", File.ReadAllText(PathOf("Next.cs")));
    }

    [Fact]
    public void PackedFileIsForTheClass()
    {
        Import(Checkpoint("basic.pth"), "--packed", "--namespace", "Demo").Succeeded();
        PackedWeightsInfo packed = PackedWeights.Verify(PathOf("basic.packed"));
        Assert.Equal("Demo.Basic", packed.Model);
        Assert.Equal(2, Directory.GetFiles(_directory.Path).Length);
    }

    [Theory]
    [InlineData("basic.safetensors")]
    [InlineData("Basic.cs")]
    public void FilesThatAreThereStayWithoutForce(string name)
    {
        string there = _directory.Write(name, "mine");
        Import(Checkpoint("basic.pth"))
            .Failed(ExitCode.CannotWrite, $"{there}: there is a file already. --force replaces it;");
        Assert.Equal("mine", File.ReadAllText(there));
        Assert.Single(Directory.GetFiles(_directory.Path));

        Import(Checkpoint("basic.pth"), "--force").Succeeded();
        Assert.NotEqual("mine", File.ReadAllText(there));
        Assert.Equal(2, Directory.GetFiles(_directory.Path).Length);
    }

    [FactNeeding(Needs.Linux, "there is no device that is always full")]
    public void PlacesThatCannotBeWrittenAreOneMessage()
    {
        Invocation
            .Run("import", Checkpoint("basic.pth"), "--output", "/proc/none")
            .Failed(ExitCode.CannotWrite, "/proc/none");
        string file = _directory.Write("file", "");
        Invocation
            .Run("import", Checkpoint("basic.pth"), "--output", file)
            .Failed(ExitCode.CannotWrite, "The results cannot be written");

        // The first of them can be made.
        Invocation
            .Run("import", Checkpoint("basic.pth"), "--output", PathOf("new/" + new string('x', 300)))
            .Failed(ExitCode.CannotWrite, "too long");
        Assert.Equal([file], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void InterruptedItLeavesNothing()
    {
        using StringWriter output = new();
        using StringWriter error = new();
        using CancellationTokenSource stop = new();
        stop.Cancel();
        int exitCode = Application.Run(
            ["import", Checkpoint("basic.pth"), "--output", PathOf("new")],
            new Output.Terminal(output, error),
            stop.Token
        );
        Assert.Equal((ExitCode.Interrupted, "", ""), (exitCode, output.ToString(), error.ToString()));
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData("import", "Required argument")]
    [InlineData("import x.pth --input 224", "'224' is no size of images")]
    [InlineData("import x.pth --input 0x5", "'0x5' is no size of images")]
    [InlineData("import x.pth --input 1x2x3", "'1x2x3' is no size of images")]
    [InlineData("import x.pth --stride conv2", "--stride is one of conv1x1, conv3x3; found 'conv2'.")]
    [InlineData("import x.pth --name birds", "--name birds: birds has only small letters")]
    [InlineData("import x.pth --name Batch", "write BatchNet.")]
    [InlineData("import x.pth --namespace a.class", "--namespace a.class: class is a keyword of C#")]
    [InlineData("inspect", "Required argument")]
    public void WrongCommandLineIsOneMessage(string commandLine, string message) =>
        Invocation.Run(commandLine.Split(' ')).Failed(ExitCode.Usage, message);

    [Fact]
    public void FilesThatCannotBeReadAreOneMessage()
    {
        string empty = _directory.Write("empty.pth", "");
        foreach (string command in (string[])["import", "inspect"])
        {
            Invocation.Run(command, "missing.pth").Failed(ExitCode.CannotStart, "missing.pth: there is no such file.");
            Invocation.Run(command, empty).Failed(ExitCode.CannotStart, $"{empty}: ");
        }

        string text = _directory.Write("notes.pth", "weights of birds");
        foreach (string command in (string[])["import", "inspect"])
        {
            Invocation
                .Run(command, text)
                .Failed(
                    ExitCode.CannotStart,
                    $"{text}: the file is in no format that is known. Files are read that have safetensors, what PyTorch "
                        + "(torch.save, torch.jit.save) or TorchSharp saves, or an ONNX model."
                );
        }

        File.Delete(text);
        string named = _directory.Write("notes.safetensors", "weights of birds");
        Invocation.Run("import", named).Failed(ExitCode.CannotStart, "It is not a safetensors file, or it is damaged.");
        File.Delete(named);
        Import(Checkpoint("nested.pth")).Failed(ExitCode.CannotStart, "nested.pth: ");
        Assert.Equal([empty], Directory.GetFiles(_directory.Path));
    }

    [FactNeeding(Needs.Unix, "Windows has no such names")]
    public void HostileNamesAreShownAsTheyAre()
    {
        string file = _directory.Write("a\n\u001b[2J<b>.pth", File.ReadAllBytes(Checkpoint("basic.pth")));
        Invocation run = Invocation.Run("import", file, "--output", PathOf("o\nut")).Succeeded();
        Assert.DoesNotContain('\u001b', run.Out);
        Assert.Equal(
            [PathOf("o\nut/A2JB.cs"), PathOf("o\nut/a2jb.safetensors")],
            Directory.GetFiles(PathOf("o\nut")).Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain('\u001b', Invocation.Run("inspect", file).Succeeded().Out);
    }

    [Fact]
    public void TensorsAndNetworkAreShown()
    {
        Invocation run = Invocation.Run("inspect", Checkpoint("basic.pth")).Succeeded();
        Assert.Matches(@"^Tensor +Type +Shape$", run.Lines[0]);
        Assert.Contains(
            run.Lines,
            line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^fc\.weight +F32 +\[5, 64\]$")
        );
        Assert.Contains("[ResNet(BlockType.Basic, 1, 2, 1, 1, Classes = 5, BaseWidth = 8)]", run.Lines);
        Assert.Contains(run.Lines, line => line.StartsWith("83,309 parameters, "));
    }

    [Fact]
    public void WhatIsNoNetworkIsShownToo()
    {
        Invocation run = Invocation.Run("inspect", Checkpoint("nested.pth")).Succeeded();
        Assert.Contains("arch: resnet", run.Lines);
        Assert.Contains(run.Lines, line => line.Contains("holder.parts.1.deep"));
        Assert.StartsWith($"{Checkpoint("nested.pth")}: ", run.Lines[^1]);

        JsonElement json = Invocation.Run("inspect", Checkpoint("nested.pth"), "--json").Succeeded().Json();
        Assert.Equal("7", json.GetProperty("metadata").GetProperty("epoch").GetString());
        Assert.False(json.TryGetProperty("network", out _));
        Assert.NotEmpty(json.GetProperty("problem").GetString()!);
    }

    [Fact]
    public void DocumentHasWhatTheTextHas()
    {
        JsonElement json = Invocation.Run("inspect", Checkpoint("basic.pth"), "--json").Succeeded().Json();
        Assert.Equal("pyTorch", json.GetProperty("format").GetString());
        JsonElement conv = json.GetProperty("tensors")[0];
        Assert.Equal(
            ("conv1.weight", "F32", "8,3,7,7"),
            (
                conv.GetProperty("name").GetString(),
                conv.GetProperty("type").GetString(),
                string.Join(',', conv.GetProperty("shape").EnumerateArray())
            )
        );
        JsonElement network = json.GetProperty("network");
        Assert.Equal(83_309, network.GetProperty("parameters").GetInt64());
        Assert.Equal(5, network.GetProperty("classes").GetInt32());
        Assert.Equal(JsonValueKind.Array, network.GetProperty("notes").ValueKind);
        Assert.False(json.TryGetProperty("problem", out _));
    }

    /// <summary>The command that Load prints, run as it stands in a shell: then Load takes what it wrote.</summary>
    [TheoryNeeding(Needs.Unix, "the command is for its shells")]
    [MemberData(nameof(Foreign))]
    public void CommandThatLoadAdvisesMakesTheFileLoad(string name)
    {
        string file = _directory.Write("it's $HOME " + name, File.ReadAllBytes(Checkpoint(name)));
        WeightFileException refused = Assert.Throws<WeightFileException>(() => SafetensorsFile.Open(file));
        string command = refused.Message.Split('\n')[^1];
        Assert.StartsWith("resnetgen import ", command);

        Invocation run = ProcessTests.RunShell(_directory.Path, command).Succeeded();

        string written = Assert.Single(Directory.GetFiles(PathOf("imported"), "*.safetensors"));
        using SafetensorsFile loaded = SafetensorsFile.Open(written);
        Assert.NotEmpty(loaded.Tensors);
        Assert.Contains("[ResNet(", run.Out);
    }

    [Fact]
    public void KnownNetworksTakeWeightsInOtherFormats()
    {
        string file = _directory.Write("fashion.pth", TorchFile.Of(Fashion()));
        Assert.Equal(
            Invocation.Run("embed", Samples.Directory, "--model", "fashion-resnet20").Succeeded(),
            Invocation.Run("embed", Samples.Directory, "--weights", file, "--model", "fashion-resnet20").Succeeded()
        );
        Invocation.Run("bench", "fashion-resnet20", "--weights", file, "--seconds", "0.01").Succeeded();
    }

    [Fact]
    public void WeightsOfOtherNetworksAreRefusedWithBoth()
    {
        string file = _directory.Write("fashion.pth", TorchFile.Of(Fashion()));
        Invocation run = Invocation
            .Run("classify", Samples.Of("bag"), "--model", "resnet20", "--weights", file)
            .Failed(ExitCode.CannotStart, $"{file}: its network is [ResNet(BlockType.Basic, 3, 3, 3, ");
        Assert.Contains("and resnet20 is [ResNet(BlockType.Basic, 3, 3, 3", run.Error);
        Invocation
            .Run("classify", Samples.Of("bag"), "--weights", Checkpoint("nested.pth"))
            .Failed(ExitCode.CannotStart, "resnetgen import ");
    }

    [Theory]
    [InlineData("import", "--name", "--stride", "--packed", "--force", "Examples:")]
    [InlineData("inspect", "--json", "\"tensors\"", "Examples:")]
    public void TheHelpSaysWhatItIsFor(string command, params string[] parts)
    {
        Invocation run = Invocation.Run(command, "--help").Succeeded();
        Assert.All(parts, part => Assert.Contains(part, run.Out));
        IEnumerable<string> notes = run.Lines.SkipWhile(line => !line.Contains("--help")).Skip(1);
        Assert.All(notes, line => Assert.InRange(line.Length, 1, 82));
    }

    private static string Checkpoint(string name) => Path.Combine(AppContext.BaseDirectory, "checkpoints", name);

    private static byte[] Fashion()
    {
        using Stream resource = typeof(FashionModel).Assembly.GetManifestResourceStream(
            "fashion-resnet20.safetensors"
        )!;
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    private string PathOf(string name) => Path.Combine(_directory.Path, name);

    private Invocation Import(params string[] arguments) =>
        Invocation.Run(["import", "--output", _directory.Path, .. arguments]);
}
