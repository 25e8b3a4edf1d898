using System.CommandLine;
using ResNetGen.Cli.Commands;
using ResNetGen.Cli.Output;
using ResNetGen.Weights;

namespace ResNetGen.Cli;

/// <summary>The program without its process: arguments in, text and an exit code out.</summary>
internal static class Application
{
    /// <summary>Runs a command as in a pipe: plain text, nobody watching.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error) =>
        Run(arguments, new Terminal(output, error), CancellationToken.None);

    /// <summary>Runs a command.</summary>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken stop)
    {
        terminal.Typed = [.. arguments.SelectMany(Parts)];
        try
        {
            return Invoke(arguments, terminal, stop);
        }
        catch (CommandFailure failure)
        {
            return Fail(terminal, failure.ExitCode, failure.Message);
        }
        catch (WeightException unusable)
        {
            return Fail(terminal, ExitCode.CannotStart, unusable.Message);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (IOException closed) when (ClosedPipe.Is(closed))
        {
            return ExitCode.ReaderGone;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // What is read has exceptions of its own by now; what is left is the output.
            return Fail(terminal, ExitCode.CannotWrite, $"The results cannot be written: {unwritable.Message}");
        }
        catch (Exception defect)
        {
            return Fail(
                terminal,
                ExitCode.Defect,
                $"This should not happen ({defect.GetType().Name}): {defect.Message}"
            );
        }
    }

    // The value of --option=value is named without its option.
    private static string[] Parts(string argument) =>
        argument.StartsWith('-') && argument.IndexOf('=', StringComparison.Ordinal) is > 0 and int equals
            ? [argument, argument[(equals + 1)..]]
            : [argument];

    private static int Invoke(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken stop)
    {
        RootCommand root = CommandTree.Create(terminal, stop);
        ParseResult parsed = root.Parse(arguments, CommandTree.Parsing);
        InvocationConfiguration invocation = new()
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
        };
        return UsageErrors.Report(parsed, terminal) ?? parsed.Invoke(invocation);
    }

    private static int Fail(Terminal terminal, int exitCode, string message)
    {
        terminal.Report(message);
        return exitCode;
    }
}
