using ResNetGen.Cli.Output;

namespace ResNetGen.Cli;

/// <summary>The process round <see cref="Application"/>: its streams and Ctrl-C.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        using CancellationTokenSource stop = new();
        Console.CancelKeyPress += (_, pressed) =>
        {
            // The first Ctrl-C ends the work in order, the second at once.
            pressed.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        };
        return Application.Run(arguments, Terminal.OfProcess(), stop.Token);
    }
}
