namespace ResNetGen.Cli;

/// <summary>A command cannot do what it was asked to. The message is for the person who typed it.</summary>
internal sealed class CommandFailure(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static CommandFailure Usage(string message) => new(Cli.ExitCode.Usage, message);

    public static CommandFailure CannotStart(string message) => new(Cli.ExitCode.CannotStart, message);

    public static CommandFailure CannotWrite(string message) => new(Cli.ExitCode.CannotWrite, message);
}
