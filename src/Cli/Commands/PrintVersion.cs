using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace ResNetGen.Cli.Commands;

/// <summary>Writes the version of this program, whatever process it runs in.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        string? version = typeof(PrintVersion)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion;

        // Behind the plus sign is the commit.
        parseResult.InvocationConfiguration.Output.WriteLine(version?.Split('+')[0]);
        return ExitCode.Success;
    }
}
