using System.Text;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Tests.Support;
using Spectre.Console;

namespace ResNetGen.Cli.Tests;

/// <summary>Screens, and outputs that fail.</summary>
public class OutputTests
{
    private const string HideCursor = "\u001b[?25l";
    private const string ShowCursor = "\u001b[?25h";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(300)]
    public void ResultsAreCompleteOnAScreenOfAnyWidth(int width)
    {
        Shows("wide_resnet101_2", "list");
        Shows("layer4.2.conv3", "summary", "resnet50");
        Shows("Coat", "classify", Samples.Of("bag"), Samples.Of("coat"), "--top", "2");
        Shows("\t0.", "embed", Samples.Of("bag"));

        void Shows(string expected, params string[] arguments)
        {
            (int exitCode, string output, string error) = RunOnScreen(width, CancellationToken.None, arguments);
            Assert.Equal((0, ""), (exitCode, error));
            Assert.Contains(expected, output);
            Assert.DoesNotContain('\u001b', output);
        }
    }

    [Fact]
    public void MessagesThatCannotBeShownAreDropped()
    {
        using StringWriter output = new();
        using FailingWriter error = new(new IOException("No space left on device", 28));
        Assert.Equal(
            ExitCode.PictureFailed,
            Application.Run(["classify", "missing.png", Samples.Of("bag")], output, error)
        );
        Assert.Contains("Bag", output.ToString());
        Assert.Equal(ExitCode.Usage, Application.Run(["clasify"], output, error));
        Assert.Equal(ExitCode.Usage, Application.Run([], output, error));
    }

    [Fact]
    public void NarrowScreenGetsThePlainTable()
    {
        string plain = Invocation.Run("list").Out;
        Assert.Equal(plain, RunOnScreen(20, CancellationToken.None, "list").Output);
        Assert.Equal(plain, RunOnScreen(70, CancellationToken.None, "list").Output);
        Assert.NotEqual(plain, RunOnScreen(200, CancellationToken.None, "list").Output);
    }

    [Fact]
    public void MarkupInNamesIsText()
    {
        using TemporaryDirectory directory = new();
        string path = directory.Write("[red]bag[[.png", File.ReadAllBytes(Samples.Of("bag")));
        Assert.Contains("[red]bag[[.png", RunOnScreen(300, CancellationToken.None, "classify", path).Output);
    }

    [Fact]
    public void ProgressBarLeavesResultsAndMessagesWhole()
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Terminal terminal = new(output, error, screen: null, Screen(error, 120, AnsiSupport.Yes))
        {
            Patience = TimeSpan.Zero,
        };
        int exitCode = Application.Run(
            ["classify", Samples.Directory, "missing.png", Samples.Of("bag")],
            terminal,
            CancellationToken.None
        );

        Assert.Equal(ExitCode.PictureFailed, exitCode);
        Assert.Equal(Invocation.Run("classify", Samples.Directory, Samples.Of("bag")).Out, output.ToString());
        Assert.Contains("resnetgen: missing.png: ", error.ToString());
        Assert.Contains(HideCursor, error.ToString());
        Assert.EndsWith(ShowCursor, error.ToString().TrimEnd());
        Assert.False(terminal.ShowsProgress);
    }

    [Fact]
    public void StoppedWorkIsQuiet()
    {
        (int exitCode, string output, string error) = RunOnScreen(
            80,
            new CancellationToken(canceled: true),
            "classify",
            Samples.Directory
        );
        Assert.Equal((ExitCode.Interrupted, "", ""), (exitCode, output, error));
    }

    [Theory]
    [InlineData("classify")]
    [InlineData("embed")]
    public void ReaderThatIsGoneEndsTheWorkQuietly(string command)
    {
        using StringWriter error = new();
        using FailingWriter output = new(new IOException("Broken pipe", 32));
        Assert.Equal(ExitCode.ReaderGone, Application.Run([command, Samples.Directory], output, error));
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public void FullDiskIsAnError()
    {
        using StringWriter error = new();
        using FailingWriter output = new(new IOException("No space left on device", 28));
        Assert.Equal(ExitCode.CannotWrite, Application.Run(["list"], output, error));
        Assert.Equal(
            $"resnetgen: The results cannot be written: No space left on device{Environment.NewLine}",
            error.ToString()
        );
    }

    [Fact]
    public void DefectHasNoStackTrace()
    {
        using StringWriter error = new();
        using FailingWriter output = new(new InvalidOperationException("Oops."));
        Assert.Equal(ExitCode.Defect, Application.Run(["list"], output, error));
        Assert.Equal(
            $"resnetgen: This should not happen (InvalidOperationException): Oops.{Environment.NewLine}",
            error.ToString()
        );
    }

    [Theory]
    [InlineData(999, "999")]
    [InlineData(1_500, "1.500 k")]
    [InlineData(30_821_248, "30.821 M")]
    [InlineData(4_089_184_256, "4.089 G")]
    public void NumbersAreScaled(long value, string text) => Assert.Equal(text, Quantity.Scaled(value));

    [Theory]
    [InlineData(512, "0.5 KiB")]
    [InlineData(1_076_544, "1.0 MiB")]
    [InlineData(3L << 30, "3.0 GiB")]
    public void BytesAreScaled(long value, string text) => Assert.Equal(text, Quantity.Bytes(value));

    [Fact]
    public void RankingHoldsForLogitsOfAnySize()
    {
        IReadOnlyList<Guess> guesses = new Ranking(top: 3, labels: null).Of([1000f, -1000f, 1000f]);
        Assert.Equal([new Guess(0, null, 0.5f), new Guess(2, null, 0.5f), new Guess(1, null, 0f)], guesses);
    }

    private static (int ExitCode, string Output, string Error) RunOnScreen(
        int width,
        CancellationToken stop,
        params string[] arguments
    )
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Terminal terminal = new(output, error, Screen(output, width), Screen(error, width));
        return (Application.Run(arguments, terminal, stop), output.ToString(), error.ToString());
    }

    private static IAnsiConsole Screen(TextWriter writer, int width, AnsiSupport ansi = AnsiSupport.No) =>
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = ansi,
                Interactive = InteractionSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new SizedOutput(writer, width),
            }
        );

    private sealed class SizedOutput(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 24;

        public void SetEncoding(Encoding encoding)
        {
            // Strings have none.
        }
    }

    private sealed class FailingWriter(Exception exception) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw exception;
    }
}
