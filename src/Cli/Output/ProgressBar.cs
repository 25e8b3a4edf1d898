using System.Diagnostics;
using Spectre.Console;

namespace ResNetGen.Cli.Output;

/// <summary>A bar on the screen of the messages, for work that takes long; nothing where nobody watches.</summary>
internal static class ProgressBar
{
    /// <summary>Shows how much of one piece of work is done.</summary>
    public static void Run(Terminal terminal, string title, Action<IProgress<double>?> action, bool mayShow)
    {
        if (!mayShow || terminal.Status is not { } screen)
        {
            action(null);
            return;
        }

        screen
            .Progress()
            .AutoClear(true)
            .Start(context =>
            {
                terminal.ShowsProgress = true;
                try
                {
                    action(new Share(context.AddTask(title, maxValue: 1)));
                }
                finally
                {
                    terminal.ShowsProgress = false;
                }
            });
    }

    public static void ForEach<T>(
        Terminal terminal,
        IReadOnlyList<T> items,
        Action<T> action,
        bool mayShow,
        CancellationToken stop
    )
    {
        int done = 0;
        long start = Stopwatch.GetTimestamp();
        IAnsiConsole? screen = mayShow ? terminal.Status : null;
        while (done < items.Count && (screen is null || Stopwatch.GetElapsedTime(start) < terminal.Patience))
        {
            Next();
        }

        if (done < items.Count)
        {
            screen!.Progress().AutoClear(true).Start(WithBar);
        }

        void WithBar(ProgressContext context)
        {
            ProgressTask bar = context.AddTask("Pictures", maxValue: items.Count);
            terminal.ShowsProgress = true;
            try
            {
                while (done < items.Count)
                {
                    Next();
                    bar.Value = done;
                }
            }
            finally
            {
                terminal.ShowsProgress = false;
            }
        }

        void Next()
        {
            stop.ThrowIfCancellationRequested();
            action(items[done]);
            done++;
        }
    }

    /// <summary>Reports at once, on the thread that works.</summary>
    private sealed class Share(ProgressTask bar) : IProgress<double>
    {
        public void Report(double value) => bar.Value = value;
    }
}
