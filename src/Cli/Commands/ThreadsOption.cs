using System.CommandLine;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cli.Commands;

/// <summary><c>--threads</c>.</summary>
internal static class ThreadsOption
{
    private const int MostThreads = 256;

    // Below, a layer takes less time than the threads need to meet behind it.
    private const long WorthThreads = 300_000_000;

    private const int PicturesWorthAWorker = 2;

    public static Option<int?> Create() =>
        new("--threads")
        {
            Description =
                "Threads: they change the time, never a result. "
                + "Default: one for each processor, which is also the most; 1 for a small network.",
            HelpName = "N",
            CustomParser = result => Numbers.Whole(result, MostThreads),
        };

    /// <summary>What the user asked for, or what suits the network.</summary>
    public static int Choose(int? asked, ModelInfo info) =>
        asked ?? (info.MultiplyAdds < WorthThreads ? 1 : Math.Min(Environment.ProcessorCount, MostThreads));

    /// <summary>How many pictures are worked on at once: one for each thread, where there are pictures enough.</summary>
    public static int Workers(int? asked, int pictures, Terminal terminal)
    {
        int processors = Math.Min(Environment.ProcessorCount, MostThreads);
        Tell(asked, processors, terminal);
        int threads = Math.Min(asked ?? processors, processors);
        return pictures >= PicturesWorthAWorker * threads ? threads : 1;
    }

    /// <summary>Says so where there are fewer threads than the user asked for.</summary>
    public static void Tell(int? asked, int threads, Terminal terminal)
    {
        if (asked > threads)
        {
            terminal.Report(
                $"--threads {asked}: {Quantity.Counted(threads, "thread")}, as this process has no more processors."
            );
        }
    }
}
