using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("--help", "Exit codes:", "list", "summary <MODEL>", "classify <IMAGE>", "embed <IMAGE>", "NO_COLOR")]
    [InlineData("list --help", "--json is an array", "Exit codes:")]
    [InlineData("summary --help", "--json is an object", "workspaceBytes")]
    [InlineData(
        "classify --help",
        "--json is an object",
        "torchvision-v1",
        "torchvision-v2",
        "timm",
        "cifar10",
        "Examples:"
    )]
    [InlineData("classify --help", "[default: fashion-resnet20]", "[default: 1]")]
    [InlineData("embed -h", "torchvision-v1", "Examples:", "embedding")]
    [InlineData("bench --help", "--json is an object", "[default: 5]", "Examples:")]
    [InlineData("classify --help --top nonsense", "Examples:")]
    public void HelpIsAResult(string commandLine, params string[] parts)
    {
        Invocation run = Invocation.Run(commandLine.Split(' ')).Succeeded();
        Assert.All(parts, part => Assert.Contains(part, run.Out));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("list --help")]
    [InlineData("summary --help")]
    [InlineData("classify --help")]
    [InlineData("embed --help")]
    [InlineData("merge --help")]
    [InlineData("bench --help")]
    [InlineData("search --help")]
    [InlineData("explain --help")]
    public void NotesOfTheHelpFitAScreen(string commandLine)
    {
        // Up to the last option, the library breaks lines by itself.
        IEnumerable<string> notes = Invocation
            .Run(commandLine.Split(' '))
            .Lines.SkipWhile(line => !line.Contains("--help"))
            .Skip(1);
        notes = notes.Where(line => !line.StartsWith("  embed") && !line.StartsWith("  --version"));
        Assert.All(notes, line => Assert.InRange(line.Length, 1, 80));
    }

    [Fact]
    public void VersionIsOneLine() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\S*$", Assert.Single(Invocation.Run("--version").Succeeded().Lines));

    [Fact]
    public void NoCommandIsAnsweredWithTheHelp()
    {
        Invocation run = Invocation.Run();
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.Equal(Invocation.Run("--help").Out, run.Error);
    }

    [Theory]
    [InlineData("clasify x.png", "There is no command 'clasify'. The nearest: classify.", "resnetgen --help")]
    [InlineData("classify", "Required argument 'IMAGE' missing", "resnetgen classify --help")]
    [InlineData("summary", "Required argument 'MODEL' missing", "resnetgen summary --help")]
    [InlineData("list x", "'x'", "resnetgen list --help")]
    [InlineData("classify x.png --colour", "There is no option '--colour'.", "resnetgen classify --help")]
    [InlineData(
        "classify x.png --top 0",
        "'0' is no whole number from 1, which --top needs.",
        "resnetgen classify --help"
    )]
    [InlineData("classify x.png --top -1", "'-1' is no whole number", "resnetgen classify --help")]
    [InlineData("classify x.png --top three", "'three' is no whole number", "resnetgen classify --help")]
    [InlineData("classify x.png --top 99999999999", "'99999999999' is no whole number", "resnetgen classify --help")]
    [InlineData(
        "embed x.png --threads 0",
        "'0' is no whole number from 1 to 256, which --threads needs.",
        "resnetgen embed --help"
    )]
    [InlineData("embed x.png --threads 257", "'257' is no whole number from 1 to 256", "resnetgen embed --help")]
    [InlineData(
        "classify x.png --preset imagenet",
        "--preset is one of torchvision-v1, torchvision-v2, timm, cifar10, fashion-mnist, imagenet18; found 'imagenet'.",
        "resnetgen classify --help"
    )]
    [InlineData("classify x.png --weights", "--weights", "resnetgen classify --help")]
    public void WrongCommandLineIsOneMessage(string commandLine, string message, string help)
    {
        Invocation run = Invocation.Run(commandLine.Split(' ')).Failed(ExitCode.Usage, message);
        Assert.EndsWith($"Try '{help}'.{Environment.NewLine}", run.Error);
    }

    [Theory]
    [InlineData("IMAGE", "classify", "")]
    [InlineData("--weights", "classify", "x.png", "--weights", "")]
    [InlineData("--labels", "classify", "x.png", "--labels", "")]
    [InlineData("--weights", "embed", "x.png", "--weights", "")]
    [InlineData("--weights", "bench", "resnet18", "--weights", "")]
    [InlineData("--svg", "bench", "resnet18", "--svg", "")]
    [InlineData("WEIGHTS", "pack", "resnet18", "", "-o", "x")]
    [InlineData("--output", "pack", "resnet18", "x", "-o", "")]
    [InlineData("--verify", "pack", "--verify", "")]
    [InlineData("FILE", "import", "")]
    [InlineData("--output", "import", "x.pth", "-o", "")]
    [InlineData("FILE", "inspect", "")]
    public void EmptyNameIsOneMessage(string name, params string[] arguments) =>
        Invocation
            .Run(arguments)
            .Failed(
                ExitCode.Usage,
                $"resnetgen: {name} needs the name of a file, found an empty one.{Environment.NewLine}"
            );

    [Fact]
    public void LineBreaksInNamesAreEscaped()
    {
        Invocation.Run("classify", "a\nb.png").Failed(ExitCode.PictureFailed, @"a\nb.png: ");
        Invocation
            .Run("classify", Samples.Of("bag"), "--weights=a\nb")
            .Failed(ExitCode.CannotStart, @"a\nb: there is no such file.");
        Invocation.Run("a\nb").Failed(ExitCode.Usage, @"There is no command 'a\nb'.");
    }

    [Fact]
    public void NamesBeginningWithAtAreNames() =>
        Invocation.Run("classify", "@missing.png").Failed(ExitCode.PictureFailed, "@missing.png: ");

    [Fact]
    public void NamesBeginningWithHyphensFollowTwo() =>
        Invocation.Run("classify", "--", "--missing.png").Failed(ExitCode.PictureFailed, "--missing.png: ");
}
