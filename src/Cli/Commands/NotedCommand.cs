using System.CommandLine;

namespace ResNetGen.Cli.Commands;

/// <summary>A command whose help has something to add.</summary>
internal sealed class NotedCommand(string name, string description, string notes) : Command(name, description)
{
    /// <summary>What follows the options in its help.</summary>
    public string Notes { get; } = notes;
}
