using ResNetGen.Cli;

namespace ResNetGen.Cluster.Tests.Support;

/// <summary>The command line that these tests were built with.</summary>
internal static class TestedProgram
{
    /// <summary>What starts it as a process, in front of its arguments.</summary>
    public static IReadOnlyList<string> Command { get; } =
    [
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        Path.Combine(AppContext.BaseDirectory, "resnetgen.dll"),
    ];

    /// <summary>Runs it in this process. It must succeed.</summary>
    public static void Run(params string[] arguments)
    {
        using StringWriter output = new();
        int exitCode = Application.Run(arguments, output, output);
        Assert.True(
            exitCode == ExitCode.Success,
            $"resnetgen {string.Join(' ', arguments)}: exit code {exitCode}\n{output}"
        );
    }
}
