using System.CommandLine;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cli.Commands;

/// <summary><c>--threads</c>.</summary>
internal static class ThreadsOption
{
    private const int MostThreads = 256;

    // Below, a layer takes less time than the threads need to meet behind it.
    private const long WorthThreads = 300_000_000;

    public static Option<int?> Create() =>
        new("--threads")
        {
            Description =
                "Threads of one run: they change its time, never its result. "
                + "Default: one for each processor, which is also the most; 1 for a small network.",
            HelpName = "N",
            CustomParser = result => Numbers.Whole(result, MostThreads),
        };

    /// <summary>What the user asked for, or what suits the network.</summary>
    public static int Choose(int? asked, ModelInfo info) =>
        asked ?? (info.MultiplyAdds < WorthThreads ? 1 : Math.Min(Environment.ProcessorCount, MostThreads));

    /// <summary>Says so where the model runs on fewer threads than the user asked for.</summary>
    public static void Tell(int? asked, IImageModel network, Terminal terminal)
    {
        if (asked > network.Threads)
        {
            terminal.Report(
                $"--threads {asked}: {Quantity.Counted(network.Threads, "thread")}, as this process has no more processors."
            );
        }
    }
}
