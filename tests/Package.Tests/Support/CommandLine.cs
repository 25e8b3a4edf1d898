using System.Diagnostics;

namespace ResNetGen.Package.Tests.Support;

/// <summary>A program that has ended.</summary>
internal sealed record CommandLine(int ExitCode, string Out, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // What outlives a build would keep its pipes open.
    private static readonly Dictionary<string, string> Always = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    public static CommandLine Run(
        string directory,
        IReadOnlyDictionary<string, string>? variables,
        string program,
        params string[] arguments
    )
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What runs the tests may be a build, which tells its children where its own parts are: another build they
        // would be.
        foreach (
            string name in start
                .Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
                .ToArray()
        )
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in Always.Concat(variables ?? new Dictionary<string, string>()))
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} does not end.");
        }

        process.WaitForExit();
        return new CommandLine(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>It succeeded, and nothing in its output is a warning.</summary>
    public CommandLine Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Out}\n{Error}");
        Assert.DoesNotContain(": warning ", Out);
        return this;
    }
}
