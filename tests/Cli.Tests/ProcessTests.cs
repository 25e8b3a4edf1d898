using System.Diagnostics;
using System.Net.Sockets;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Tests.Support;

namespace ResNetGen.Cli.Tests;

/// <summary>The program as a process of its own.</summary>
public class ProcessTests
{
    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Program => Path.Combine(AppContext.BaseDirectory, "resnetgen.dll");

    [Fact]
    public void ResultsMessagesAndExitCodeAreApart()
    {
        Invocation expected = Invocation.Run("classify", "missing.png", Samples.Directory);
        Assert.Equal(
            expected with
            {
                ExitCode = ExitCode.PictureFailed,
            },
            Run([], "classify", "missing.png", Samples.Directory)
        );
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    public void NarrowerVectorsNameTheSamplesToo(string feature)
    {
        Invocation run = Run(new() { [feature] = "0" }, "classify", Samples.Directory).Succeeded();
        Assert.Equal(10, run.Lines.Count);
        Assert.All(
            run.Lines,
            line => Assert.Equal(Samples.Of(Samples.NameOf(line.Split('\t')[1])), line.Split('\t')[0])
        );
    }

    /// <summary>
    /// glibc fills fresh and freed memory with a value that it is told: none of it is seen in a picture with gaps.
    /// </summary>
    [Fact]
    public void DamagedPictureShowsNothingOfTheMemory()
    {
        string picture = Path.Combine(AppContext.BaseDirectory, "golden", "damaged.jpg");
        Invocation[] runs =
        [
            .. new[] { "", "85", "170" }.Select(fill => Run(new() { ["MALLOC_PERTURB_"] = fill }, "embed", picture)),
        ];

        Assert.All(runs, run => Assert.Equal(runs[0], run.Succeeded()));
    }

    [FactNeeding(Needs.Unix, "the stream of its console drops the rest")]
    public void ReaderThatIsGoneEndsTheWork()
    {
        // More results than a pipe holds.
        using Process process = Start(
            [],
            ["embed", "--model", "fashion-resnet20", .. Enumerable.Repeat(Samples.Directory, 1000)]
        );
        process.StandardOutput.ReadLine();
        process.StandardOutput.Close();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((ExitCode.ReaderGone, ""), (process.ExitCode, error));
    }

    [FactNeeding(Needs.Linux, "they are not told from files")]
    public void PipesAndDevicesAreNoFiles()
    {
        using TemporaryDirectory directory = new();
        string pipe = Path.Combine(directory.Path, "pipe.png");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        Invocation
            .Run("classify", Samples.Of("bag"), "--weights", pipe)
            .Failed(ExitCode.CannotStart, $"{pipe}: this is a pipe or a device");
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", pipe)
            .Failed(ExitCode.CannotStart, $"{pipe}: this is a pipe or a device");
        Invocation
            .Run("classify", Samples.Of("bag"), "--weights", "/dev/null")
            .Failed(ExitCode.CannotStart, "/dev/null: this is a pipe or a device");
        Invocation.Run("pack", "--verify", pipe).Failed(ExitCode.CannotStart, $"{pipe}: this is a pipe or a device");
        Invocation
            .Run("bench", "resnet18", "--svg", pipe)
            .Failed(ExitCode.CannotWrite, $"{pipe}: this is a pipe or a device, where the name of a file is expected.");
        string found = "found a pipe, a socket or a device.";
        Invocation
            .Run("classify", directory.Path)
            .Failed(ExitCode.PictureFailed, $"{pipe}: expected a PNG, JPEG or BMP picture, {found}");
        Invocation.Run("classify", Path.Combine(directory.Path, "*.png")).Failed(ExitCode.PictureFailed, found);
        Invocation.Run("embed", pipe).Failed(ExitCode.PictureFailed, found);
        Invocation.Run("classify", "/dev/zero").Failed(ExitCode.PictureFailed, found);
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        string address = Path.Combine(directory.Path, "socket.png");
        socket.Bind(new UnixDomainSocketEndPoint(address));
        Invocation.Run("classify", address).Failed(ExitCode.PictureFailed, found);
    }

    [FactNeeding(Needs.Linux, "pipes are not told from files")]
    public void WhatAShellPipesInIsRead()
    {
        string command = $"cat '{Samples.Of("bag")}' | '{Host}' '{Program}' classify /dev/stdin";
        using Process shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true }
        )!;
        Assert.StartsWith("/dev/stdin\tBag\t", shell.StandardOutput.ReadToEnd());
        shell.WaitForExit();
    }

    [FactNeeding(Needs.Linux, "there are no such names")]
    public void NamesThatAreNotUtf8AreTold()
    {
        const string Advice = "U+FFFD in its name stands for bytes that are not UTF-8";
        using TemporaryDirectory directory = new();
        Shell(
            "cp \"$1\" \"$2/$(printf 'b\\344g.png')\" && cp \"$1\" \"$2/whole\uFFFD.png\"",
            Samples.Of("bag"),
            directory.Path
        );
        try
        {
            // A name may really have the character.
            Invocation run = Invocation.Run("classify", directory.Path);
            Assert.Equal(ExitCode.PictureFailed, run.ExitCode);
            Assert.Contains("whole\uFFFD.png\tBag", Assert.Single(run.Lines));
            Assert.Contains(
                $"b\uFFFDg.png: expected a PNG, JPEG or BMP picture, found no such file. {Advice}",
                run.Error
            );

            string path = Path.Combine(directory.Path, "b\uFFFDg");
            Invocation.Run("classify", path + ".png").Failed(ExitCode.PictureFailed, Advice);
            Invocation.Run("classify", path + "/*.png").Failed(ExitCode.PictureFailed, Advice);
            Invocation.Run("classify", Samples.Of("bag"), "--weights", path).Failed(ExitCode.CannotStart, Advice);
            Invocation.Run("classify", Samples.Of("bag"), "--labels", path).Failed(ExitCode.CannotStart, Advice);
        }
        finally
        {
            Shell("rm \"$1\"/b*", directory.Path);
        }

        static void Shell(string command, params string[] arguments)
        {
            using Process shell = Process.Start("sh", ["-c", command, "sh", .. arguments]);
            shell.WaitForExit();
            Assert.Equal(0, shell.ExitCode);
        }
    }

    [TheoryNeeding(Needs.Linux, "it has no such signals, or no env that resets them")]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    [InlineData("HUP", ExitCode.HungUp)]
    public void SignalsEndTheWorkInOrder(string signal, int exitCode)
    {
        using TemporaryDirectory directory = new();
        string svg = Path.Combine(directory.Path, "chart.svg");

        // Whoever runs the tests may ignore the signal, as nohup does, and a process inherits that.
        using Process process = Start(
            [],
            ["bench", "fashion-resnet20", "--seconds", "60", "--svg", svg, "--threads", "256"],
            $"--default-signal={signal}"
        );

        // It says how many threads there are before it measures.
        Assert.Contains("--threads 256", process.StandardError.ReadLine());
        using (Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal(exitCode, process.ExitCode);
        Assert.Empty(Directory.GetFiles(directory.Path));
    }

    /// <summary>One signal ends it in order, a second one at once: neither leaves a file, nor a folder that was made.</summary>
    [TheoryNeeding(Needs.Linux, "it has no such signals, or no env that resets them")]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    [InlineData("INT HUP TERM", null)]
    public void SignalsLeaveNothingOfAnImport(string signals, int? exitCode)
    {
        using TemporaryDirectory directory = new();
        string file = directory.Write("net.safetensors", WeightFiles.For(KnownModels.Get("resnet50").Info));
        string output = Path.Combine(directory.Path, "new");
        using Process process = Start(
            [],
            ["import", file, "--packed", "--output", Path.Combine(output, "folder")],
            "--default-signal=INT,TERM,HUP"
        );
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(output), TimeSpan.FromSeconds(30)));
        string kill = string.Join(';', signals.Split(' ').Select(signal => $"kill -{signal} {process.Id}"));
        using (Process shell = Process.Start("sh", ["-c", kill]))
        {
            shell.WaitForExit();
        }

        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Contains(
            process.ExitCode,
            exitCode is { } one ? [one] : (int[])[ExitCode.Interrupted, ExitCode.HungUp, ExitCode.Terminated]
        );
        Assert.Equal([file], Directory.GetFileSystemEntries(directory.Path));
    }

    /// <summary>Which would otherwise end the process where it stands.</summary>
    [FactNeeding(Needs.Unix, "there is no such limit")]
    public void LimitOfTheLengthOfFilesIsAnErrorThatLeavesNothing()
    {
        using TemporaryDirectory directory = new();
        string file = directory.Write("net.safetensors", WeightFiles.For(KnownModels.Get("fashion-resnet20").Info));

        // The JIT's own memory counts as a file, too, unless it is told to do without.
        const string Limit = "ulimit -f 1000; export DOTNET_EnableWriteXorExecute=0; ";
        foreach (
            string command in (string[])["import net.safetensors -o new", "import net.safetensors -o new --packed"]
        )
        {
            Invocation run = RunShell(directory.Path, Limit + "resnetgen " + command)
                .Failed(ExitCode.CannotWrite, "The results cannot be written: A file of this size is not allowed: '");
            Assert.Contains(Path.Combine(directory.Path, "new", "net."), run.Error);
            Assert.Equal([file], Directory.GetFileSystemEntries(directory.Path));
        }
    }

    /// <summary>Runs what a user types into a shell.</summary>
    internal static Invocation RunShell(string folder, string command)
    {
        using Process shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", $"resnetgen() {{ '{Host}' '{Program}' \"$@\"; }}\n{command}"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        Task<string> error = shell.StandardError.ReadToEndAsync();
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return new Invocation(shell.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static Invocation Run(Dictionary<string, string> environment, params string[] arguments)
    {
        using Process process = Start(environment, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Invocation(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static Process Start(
        Dictionary<string, string> environment,
        IReadOnlyList<string> arguments,
        string? envOption = null
    )
    {
        ProcessStartInfo start = new(envOption is null ? Host : "env")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (envOption is not null)
        {
            start.ArgumentList.Add(envOption);
            start.ArgumentList.Add(Host);
        }

        start.ArgumentList.Add(Program);
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
