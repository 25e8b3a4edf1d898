using System.Runtime.InteropServices;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cli;

/// <summary>The process round <see cref="Application"/>: its streams and signals.</summary>
internal static class Program
{
    // How long work may take to end in order.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // SIGXFSZ of Linux and macOS: a file reached the limit of ulimit. Writing to it fails, and that is reported.
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    // It stays until the process ends: a signal may still be on its way when the work has ended.
    private static PosixSignalRegistration? _tooLarge;

    private static int Main(string[] arguments)
    {
        using CancellationTokenSource stop = new();
        int stopped = 0;
        using PosixSignalRegistration interrupt = On(PosixSignal.SIGINT, ExitCode.Interrupted);
        using PosixSignalRegistration terminate = On(PosixSignal.SIGTERM, ExitCode.Terminated);
        using PosixSignalRegistration? hangUp = IgnoresHangUp() ? null : On(PosixSignal.SIGHUP, ExitCode.HungUp);
        if (!OperatingSystem.IsWindows())
        {
            _tooLarge = PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true);
        }

        int exitCode = Application.Run(arguments, Terminal.OfProcess(), stop.Token);
        return exitCode == ExitCode.Interrupted ? stopped : exitCode;

        PosixSignalRegistration On(PosixSignal signal, int code) =>
            PosixSignalRegistration.Create(
                signal,
                context =>
                {
                    context.Cancel = true;
                    if (Interlocked.CompareExchange(ref stopped, code, 0) != 0)
                    {
                        // The first signal ends the work in order, the second at once.
                        Environment.Exit(stopped);
                    }

                    // Reading from a pipe or a network may hang, and hears nothing.
                    _ = Task.Delay(Grace).ContinueWith(_ => Environment.Exit(stopped), TaskScheduler.Default);
                    stop.Cancel();
                }
            );
    }

    // What nohup starts goes on.
    private static bool IgnoresHangUp()
    {
        const string Field = "SigIgn:";
        try
        {
            string? line = OperatingSystem.IsLinux()
                ? File.ReadLines("/proc/self/status")
                    .FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal))
                : null;
            return line is not null && (Convert.ToUInt64(line[Field.Length..].Trim(), 16) & 1) == 1;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}
