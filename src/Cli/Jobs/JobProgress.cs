using System.Diagnostics;
using System.Globalization;
using ResNetGen.Cli.Output;
using Spectre.Console;

namespace ResNetGen.Cli.Jobs;

/// <summary>How far a job is: a bar on a screen, a line each minute in a log.</summary>
internal sealed class JobProgress
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenTitles = TimeSpan.FromSeconds(0.5);

    private readonly Terminal _terminal;
    private readonly long _pictures;
    private readonly long _before;
    private readonly long _start = Stopwatch.GetTimestamp();
    private ProgressTask? _bar;
    private long _done;
    private long _shown = Stopwatch.GetTimestamp();

    private JobProgress(Terminal terminal, long pictures, long before)
    {
        _terminal = terminal;
        _pictures = pictures;
        _before = before;
        _done = before;
    }

    /// <summary>Pictures a second of this process.</summary>
    public double Rate => (_done - _before) / Math.Max(Stopwatch.GetElapsedTime(_start).TotalSeconds, 1e-9);

    /// <summary>Does the work, and shows how far it is.</summary>
    /// <param name="terminal">Where it is shown.</param>
    /// <param name="pictures">Pictures of the job.</param>
    /// <param name="before">Those that were done before.</param>
    /// <param name="work">Tells of each picture.</param>
    /// <returns>Pictures a second.</returns>
    public static double Run(Terminal terminal, long pictures, long before, Action<JobProgress> work)
    {
        JobProgress progress = new(terminal, pictures, before);
        if (terminal.Status is not { } screen)
        {
            work(progress);
            return progress.Rate;
        }

        screen
            .Progress()
            .AutoClear(true)
            .Start(context =>
            {
                progress._bar = context.AddTask("Pictures", maxValue: pictures);
                terminal.ShowsProgress = true;
                try
                {
                    work(progress);
                }
                finally
                {
                    terminal.ShowsProgress = false;
                }
            });
        return progress.Rate;
    }

    /// <summary>A picture is done.</summary>
    public void Advance()
    {
        _done++;
        if (_bar is not null)
        {
            _bar.Value = _done;
        }

        if (Stopwatch.GetElapsedTime(_shown) < (_bar is null ? BetweenLines : BetweenTitles))
        {
            return;
        }

        _shown = Stopwatch.GetTimestamp();
        if (_bar is null)
        {
            _terminal.Report($"{Text}, {Left(TimeSpan.FromSeconds((_pictures - _done) / Rate))} left.");
        }
        else
        {
            _bar.Description = Text;
        }
    }

    private string Text =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Quantity.Count(_done)} of {Quantity.Count(_pictures)} pictures, {Rate:F1} images/s"
        );

    private static string Left(TimeSpan time) =>
        time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:F1} h")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes)} min");
}
