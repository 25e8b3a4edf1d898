using System.Text.Json;

namespace ResNetGen.Cli.Tests.Support;

/// <summary>A command, run in this process as in a pipe.</summary>
internal sealed record Invocation(int ExitCode, string Out, string Error)
{
    public IReadOnlyList<string> Lines => Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public static Invocation Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = Application.Run(arguments, output, error);
        return new Invocation(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The output, which must be one JSON document.</summary>
    public JsonElement Json() => JsonDocument.Parse(Out).RootElement;

    /// <summary>It succeeded without a message.</summary>
    public Invocation Succeeded()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, ExitCode);
        return this;
    }

    /// <summary>It failed without a result, with one message of its own and never a stack trace.</summary>
    public Invocation Failed(int exitCode, string message)
    {
        Assert.Equal(exitCode, ExitCode);
        Assert.Equal("", Out);
        Assert.StartsWith("resnetgen: ", Error);
        Assert.Contains(message, Error);
        Assert.DoesNotContain("   at ", Error);
        return this;
    }
}
