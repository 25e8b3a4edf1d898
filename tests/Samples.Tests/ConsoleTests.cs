using ResNetGen.Package.Tests.Support;
using ResNetGen.Samples.Tests.Support;

namespace ResNetGen.Samples.Tests;

/// <summary><c>samples/console</c>.</summary>
public class ConsoleTests
{
    private static readonly string Program = Sample.Built("console", "Classify.dll");

    [Fact]
    public void PicturesAreNamed()
    {
        CommandLine run = Run(Sample.Weights, Sample.Picture("bag"), Sample.Picture("trouser")).Succeeded();
        string[] lines = run.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(8, lines.Length);
        Assert.Equal((Sample.Picture("bag"), Sample.Picture("trouser")), (lines[0], lines[4]));
        Assert.Matches(@"^ +9\d\.\d %  Bag$", lines[1]);
        Assert.Matches(@"^ +9\d\.\d %  Trouser$", lines[5]);
    }

    [Fact]
    public void WhatCannotBeReadIsOneLine()
    {
        CommandLine run = Run(Sample.Weights, Sample.Weights);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        string error = Assert.Single(run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("expected a PNG, JPEG or BMP picture", error);
    }

    private static CommandLine Run(params string[] arguments) =>
        CommandLine.Run(TestProject.Repository, null, "dotnet", [Program, .. arguments]);
}
