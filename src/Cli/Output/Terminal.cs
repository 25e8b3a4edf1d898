using System.Text;
using Spectre.Console;

namespace ResNetGen.Cli.Output;

/// <summary>Where results and messages go: as text, and as a screen where somebody watches.</summary>
internal sealed class Terminal(
    TextWriter output,
    TextWriter error,
    IAnsiConsole? screen = null,
    IAnsiConsole? status = null
)
{
    // A narrower screen is treated as none: a table or a bar would be all borders.
    private const int NarrowestScreen = 60;

    /// <summary>Results, as text.</summary>
    public TextWriter Out { get; } = output;

    /// <summary>Messages, as text.</summary>
    public TextWriter Error { get; } = new MessageWriter(error);

    /// <summary>
    /// The screen that results appear on; <see langword="null"/> when a program or a file takes them.
    /// </summary>
    public IAnsiConsole? Screen { get; } = WideEnough(screen);

    /// <summary>
    /// The screen that messages appear on; <see langword="null"/> when a program or a file takes them.
    /// </summary>
    public IAnsiConsole? Status { get; } = WideEnough(status);

    /// <summary>How long work may take without a progress bar.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether a progress bar is drawn on <see cref="Status"/> now.</summary>
    public bool ShowsProgress { get; set; }

    /// <summary>What the user typed: the line breaks in it are not those of a message.</summary>
    public IReadOnlyList<string> Typed { get; set; } = [];

    /// <summary>The streams of the process.</summary>
    public static Terminal OfProcess()
    {
        // A program reads UTF-8, whatever the code page of the screen.
        TextWriter output = Console.IsOutputRedirected
            ? new StreamWriter(StandardOutput.Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
            {
                AutoFlush = true,
            }
            : Console.Out;
        return new Terminal(
            output,
            Console.Error,
            Console.IsOutputRedirected ? null : ScreenOn(Console.Out),
            Console.IsErrorRedirected ? null : ScreenOn(Console.Error)
        );
    }

    /// <summary>Tells the user what went wrong.</summary>
    public void Report(string message)
    {
        string text =
            $"resnetgen: {Printable.Lines(Typed.Aggregate(message, (text, name) => Printable.Naming(name, text)))}";
        if (ShowsProgress)
        {
            try
            {
                // The bar moves down for what its own screen writes.
                Status!.WriteLine(text);
            }
            catch (IOException)
            {
                // As where there is no bar, a message that cannot be shown is dropped.
            }
        }
        else
        {
            Error.WriteLine(text);
        }
    }

    // https://no-color.org
    private static bool WantsColours => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private static IAnsiConsole ScreenOn(TextWriter writer) =>
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Interactive = InteractionSupport.Yes,
                ColorSystem = WantsColours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            }
        );

    private static IAnsiConsole? WideEnough(IAnsiConsole? console) =>
        console?.Profile.Width >= NarrowestScreen ? console : null;
}
