using System.Diagnostics;

namespace ResNetGen.Package.Tests.Support;

/// <summary>A program that has ended.</summary>
internal sealed record CommandLine(int ExitCode, string Out, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // What a build inherits from the build that runs the tests would make it another build; what outlives it would keep its pipes open.
    private static readonly string[] OfOtherBuilds =
        ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly"];

    private static readonly Dictionary<string, string> Always = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    public static CommandLine Run(
        string directory, IReadOnlyDictionary<string, string>? variables, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Array.ForEach(OfOtherBuilds, name => start.Environment.Remove(name));
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
