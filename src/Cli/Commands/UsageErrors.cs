using System.CommandLine;
using System.CommandLine.Invocation;
using ResNetGen.Cli.Output;
using ResNetGen.Zoo;

namespace ResNetGen.Cli.Commands;

/// <summary>What is wrong with a command line, and where to read how it is right.</summary>
internal static class UsageErrors
{
    /// <returns>The exit code; <see langword="null"/> when nothing is wrong.</returns>
    public static int? Report(ParseResult parsed, Terminal terminal)
    {
        if (parsed.Action is not (null or ParseErrorAction))
        {
            return null;
        }

        Command command = parsed.CommandResult.Command;
        if (command is RootCommand && parsed.Tokens.Count == 0)
        {
            command.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = terminal.Error });
            return ExitCode.Usage;
        }

        string problem =
            command is RootCommand && parsed.UnmatchedTokens is [string typed, ..]
                ? $"There is no command '{typed}'. The nearest: {NearestNames.To(typed, command.Subcommands.Select(known => known.Name))[0]}."
                : string.Join('\n', parsed.Errors.Select(error => error.Message));
        terminal.Report(problem);
        terminal.Error.WriteLine($"Try '{string.Join(' ', Path(parsed))} --help'.");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> Path(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? ["resnetgen"] : ["resnetgen", parsed.CommandResult.Command.Name];
}
