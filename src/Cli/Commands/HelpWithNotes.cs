using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ResNetGen.Cli.Commands;

/// <summary>The usual help, the notes of the command, and what holds for all commands.</summary>
internal sealed class HelpWithNotes(HelpAction help, string general) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is NotedCommand command)
        {
            output.WriteLine(command.Notes);
            output.WriteLine();
        }

        output.WriteLine(general);
        return ExitCode.Success;
    }
}
