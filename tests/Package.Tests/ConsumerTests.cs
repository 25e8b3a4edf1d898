using System.Runtime.InteropServices;
using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Package.Tests;

/// <summary>A project outside of the repository that has the packages and nothing else.</summary>
[Collection(PackagesCollection.Name)]
public class ConsumerTests(PackedFeed feed)
{
    private const string FirstResNet = "15 networks, the first with 11689512 parameters";

    private static readonly string[] Arguments = ["fashion-resnet20.safetensors", "bag-1.png"];

    [Fact]
    public void ProjectBuildsRunsAndCompilesAheadOfTime()
    {
        string directory = Path.Combine(feed.Root, "consumer");
        CopyTo(directory);
        CommandLine.Run(directory, feed.Variables, "dotnet", "build", "-c", "Release").Succeeded();
        string program = Path.Combine("bin", "Release", "net10.0", "Consumer.dll");

        CommandLine wide = Run("dotnet", null, program);
        string[] lines = wide.Out.Split(Environment.NewLine);
        float[] logits = [.. lines[0].Split(' ').Select(float.Parse)];
        Assert.Equal(8, Array.IndexOf(logits, logits.Max()));
        Assert.Equal(FirstResNet, lines[1]);
        Assert.Equal("embedded: the same", lines[2].TrimEnd());
        Assert.Contains("fashion_forward", File.ReadAllText(Path.Combine(directory, "bin", "Release", "net10.0", "fashion.h")));

        CommandLine narrow = Run("dotnet", new() { ["DOTNET_EnableAVX2"] = "0" }, program);
        Assert.Equal(("128", wide.Out), (narrow.Error.Trim(), narrow.Out));

        CommandLine.Run(directory, feed.Variables, "dotnet", "publish", "-c", "Release", "-o", "published").Succeeded();
        string native = Path.Combine(directory, "published", "Consumer");
        Assert.False(File.Exists(native + ".dll"));
        Assert.True(File.Exists(Path.Combine(directory, "published", "fashion.h")));
        CommandLine ahead = Run(native, null);

        // Where its loading would begin, OpenSSL's library is named.
        Assert.Equal(-1, File.ReadAllBytes(native).AsSpan().IndexOf("libssl"u8));
        Assert.Equal(wide.Out, ahead.Out);
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            // Without the build files of the package it would be 128.
            Assert.Equal("256", ahead.Error.Trim());
            EndsOnAProcessorWithoutAvx(native);
        }

        CommandLine Run(string name, Dictionary<string, string>? variables, params string[] first) =>
            CommandLine.Run(directory, variables, name, [.. first, .. Arguments]).Succeeded();
    }

    // Where an emulator is installed (qemu-user).
    private static void EndsOnAProcessorWithoutAvx(string native)
    {
        const string Emulator = "/usr/bin/qemu-x86_64";
        if (!File.Exists(Emulator))
        {
            return;
        }

        CommandLine ended = CommandLine.Run(Path.GetDirectoryName(native)!, null, Emulator, "-cpu", "Nehalem", native);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Equal("", ended.Out);
        Assert.Contains("The required instruction sets are not supported by the current CPU.", ended.Error);
    }

    private static void CopyTo(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "consumer")))
        {
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        }
    }
}
