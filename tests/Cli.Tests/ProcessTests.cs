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

    [Fact]
    public void PipesAndDevicesAreNoFiles()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Only there they are told apart.
        }

        using TemporaryDirectory directory = new();
        string pipe = Path.Combine(directory.Path, "pipe.png");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        Invocation.Run("classify", Samples.Of("bag"), "--weights", pipe).Failed(ExitCode.CannotStart, $"{pipe}: this is a pipe or a device");
        Invocation.Run("classify", Samples.Of("bag"), "--labels", pipe).Failed(ExitCode.CannotStart, $"{pipe}: this is a pipe or a device");
        Invocation.Run("classify", Samples.Of("bag"), "--weights", "/dev/null").Failed(ExitCode.CannotStart, "/dev/null: this is a pipe or a device");
        Invocation.Run("pack", "--verify", pipe).Failed(ExitCode.CannotStart, $"{pipe}: this is a pipe or a device");
        Invocation.Run("bench", "resnet18", "--svg", pipe).Failed(ExitCode.CannotWrite, $"{pipe}: the file cannot be written: it is no file.");
        Invocation.Run("classify", directory.Path).Failed(ExitCode.PictureFailed, "no PNG, JPEG or BMP file is in this directory");
    }

    [Theory]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    [InlineData("HUP", ExitCode.HungUp)]
    public void SignalsEndTheWorkInOrder(string signal, int exitCode)
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Elsewhere there are no such signals, or no env that resets them.
        }

        using TemporaryDirectory directory = new();
        string svg = Path.Combine(directory.Path, "chart.svg");

        // Whoever runs the tests may ignore the signal, as nohup does, and a process inherits that.
        using Process process = Start([], ["bench", "fashion-resnet20", "--seconds", "60", "--svg", svg], $"--default-signal={signal}");
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(directory.Path).Length > 0, TimeSpan.FromSeconds(30)));
        using (Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal(exitCode, process.ExitCode);
        Assert.Empty(Directory.GetFiles(directory.Path));
    }

    private static Invocation Run(Dictionary<string, string> environment, params string[] arguments)
    {
        using Process process = Start(environment, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Invocation(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static Process Start(Dictionary<string, string> environment, IReadOnlyList<string> arguments, string? envOption = null)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(envOption is null ? host : "env")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (envOption is not null)
        {
            start.ArgumentList.Add(envOption);
            start.ArgumentList.Add(host);
        }

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
