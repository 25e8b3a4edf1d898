using Spectre.Console;

namespace ResNetGen.Cli.Output;

/// <summary>A bar on the screen of the messages; nothing where nobody watches.</summary>
internal static class MeasuringBar
{
    /// <summary>Shows how much of a duration has passed, whenever the work says so.</summary>
    public static T Show<T>(Terminal terminal, TimeSpan duration, Func<Action<TimeSpan>, T> measure)
    {
        if (terminal.Status is null || duration < terminal.Patience)
        {
            return measure(_ => { });
        }

        // Without refreshing itself: a thread that draws would be in the way of those that are measured.
        return terminal
            .Status.Progress()
            .AutoClear(true)
            .AutoRefresh(false)
            .Start(context =>
            {
                ProgressTask bar = context.AddTask("Measuring", maxValue: duration.TotalSeconds);
                context.Refresh();
                return measure(passed =>
                {
                    bar.Value = passed.TotalSeconds;
                    context.Refresh();
                });
            });
    }
}
