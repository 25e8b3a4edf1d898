using System.CommandLine;

namespace ResNetGen.Cli.Commands;

/// <summary><c>--json</c>.</summary>
internal static class JsonOption
{
    public static Option<bool> Create(string description) => new("--json") { Description = description };
}
