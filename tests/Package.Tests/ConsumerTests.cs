using System.Runtime.InteropServices;
using ResNetGen.Package.Tests.Support;
using ResNetGen.Tests.Support;

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
        string directory = feed.Consumer;
        string program = Path.Combine("bin", "Release", "net10.0", "Consumer.dll");

        CommandLine wide = Run("dotnet", null, program);
        string[] lines = wide.Out.Split(Environment.NewLine);
        float[] logits = [.. lines[0].Split(' ').Select(float.Parse)];
        Assert.Equal(8, Array.IndexOf(logits, logits.Max()));
        Assert.Equal(FirstResNet, lines[1]);
        Assert.Equal("embedded: the same", lines[2].TrimEnd());
        Assert.Contains(
            "fashion_forward",
            File.ReadAllText(Path.Combine(directory, "bin", "Release", "net10.0", "fashion.h"))
        );

        // Narrower vectors have other algorithms for this network, for which embedded weights are put in order: the third
        // line says of those that their logits have other last digits.
        CommandLine narrow = Run("dotnet", new() { ["DOTNET_EnableAVX2"] = "0" }, program);
        Assert.Equal("128", WidthOf(narrow));
        Assert.Equal(lines[..2], narrow.Out.Split(Environment.NewLine)[..2]);

        string native = Path.Combine(directory, "published", "Consumer");
        Assert.False(File.Exists(native + ".dll"));
        Assert.True(File.Exists(Path.Combine(directory, "published", "fashion.h")));
        CommandLine ahead = Run(native, null);

        // Where its loading would begin, OpenSSL's library is named.
        Assert.Equal(-1, File.ReadAllBytes(native).AsSpan().IndexOf("libssl"u8));
        Assert.Equal(wide.Out, ahead.Out);
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            // The same vectors and the same bits as of the JIT, which has the widest. Without the build files of the
            // package it would be 128.
            Assert.Equal(wide.Error, ahead.Error);
        }

        CommandLine Run(string name, Dictionary<string, string>? variables, params string[] first) =>
            CommandLine.Run(directory, variables, name, [.. first, .. Arguments]).Succeeded();
    }

    /// <summary>The file that computes in 512 bits where there are any computes in 256 elsewhere.</summary>
    [FactNeeding(Needs.Linux | Needs.Vector512)]
    public void OneFileHasTheKernelsForBothWidths()
    {
        Assert.Equal("512", WidthOf(Run("1")));
        Assert.Equal("256", WidthOf(Run("0")));

        CommandLine Run(string has512) =>
            CommandLine
                .Run(
                    feed.Consumer,
                    new Dictionary<string, string> { ["DOTNET_EnableAVX512"] = has512 },
                    Path.Combine(feed.Consumer, "published", "Consumer"),
                    Arguments
                )
                .Succeeded();
    }

    [FactNeeding(Needs.Emulator)]
    public void ProgramRunsOnAProcessorWithoutAvx512()
    {
        string native = Path.Combine(feed.Consumer, "published", "Consumer");
        CommandLine run = CommandLine.Run(
            feed.Consumer,
            null,
            Machine.Emulator,
            ["-cpu", "Haswell", native, .. Arguments]
        );
        Assert.Equal("256", WidthOf(run.Succeeded()));
    }

    [FactNeeding(Needs.Emulator)]
    public void ProgramEndsOnAProcessorWithoutAvx()
    {
        string native = Path.Combine(feed.Consumer, "published", "Consumer");
        CommandLine ended = CommandLine.Run(feed.Consumer, null, Machine.Emulator, "-cpu", "Nehalem", native);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Equal("", ended.Out);
        Assert.Contains("The required instruction sets are not supported by the current CPU.", ended.Error);
    }

    // Of the last line; before it may be what an emulator warns of.
    private static string WidthOf(CommandLine run) => run.Error.Trim().Split(Environment.NewLine)[^1].Split(' ')[0];
}
