using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace ResNetGen.Cli.Commands;

/// <summary>Writes the version of this program, whatever process it runs in.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    // Behind the plus sign is the commit.
    public static string? Version { get; } =
        typeof(PrintVersion)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0];

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Version);
        return ExitCode.Success;
    }
}
