using System.Diagnostics;
using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests;

/// <summary>The program as a process of its own.</summary>
public class ProcessTests
{
    [Fact]
    public void ResultsMessagesAndExitCodeAreApart()
    {
        Invocation expected = Invocation.Run("classify", "missing.png", Samples.Directory);
        Assert.Equal(expected with { ExitCode = ExitCode.PictureFailed }, Run([], "classify", "missing.png", Samples.Directory));
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    public void NarrowerVectorsNameTheSamplesToo(string feature)
    {
        Invocation run = Run(new() { [feature] = "0" }, "classify", Samples.Directory).Succeeded();
        Assert.Equal(10, run.Lines.Count);
        Assert.All(run.Lines, line => Assert.Equal(Samples.Of(Samples.NameOf(line.Split('\t')[1])), line.Split('\t')[0]));
    }

    [Fact]
    public void ReaderThatIsGoneEndsTheWork()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // The console's own stream drops the rest there.
        }

        // More results than a pipe holds.
        using Process process = Start([], ["embed", .. Enumerable.Repeat(Samples.Directory, 1000)]);
        process.StandardOutput.ReadLine();
        process.StandardOutput.Close();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((ExitCode.ReaderGone, ""), (process.ExitCode, error));
    }

    private static Invocation Run(Dictionary<string, string> environment, params string[] arguments)
    {
        using Process process = Start(environment, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Invocation(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static Process Start(Dictionary<string, string> environment, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "resnetgen.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
