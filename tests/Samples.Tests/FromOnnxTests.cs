using System.Globalization;
using ResNetGen.Package.Tests.Support;
using ResNetGen.Samples.Tests.Support;

namespace ResNetGen.Samples.Tests;

/// <summary><c>samples/from-onnx</c>.</summary>
public class FromOnnxTests
{
    private static readonly string Program = Sample.Built("from-onnx", "FromOnnx.dll");

    // By the features that ONNX Runtime gives for both.
    private const double Expected = 0.2157;

    [Fact]
    public void TheSamePictureIsMostAlike()
    {
        CommandLine run = Run(Sample.Photograph("chelsea"), Sample.Photograph("chelsea"), Sample.Photograph("coffee"))
            .Succeeded();

        string[] lines = run.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"1.000  {Sample.Photograph("chelsea")}", lines[0]);
        Assert.EndsWith($"  {Sample.Photograph("coffee")}", lines[1]);
        Assert.InRange(
            double.Parse(lines[1].Split(' ')[0], CultureInfo.InvariantCulture),
            Expected - 0.001,
            Expected + 0.001
        );
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public void WhatCannotBeReadIsOneLine()
    {
        CommandLine run = Run(Sample.Photograph("chelsea"), Sample.Weights);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        string error = Assert.Single(run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("expected a PNG, JPEG or BMP picture", error);
    }

    private static CommandLine Run(params string[] arguments) =>
        CommandLine.Run(TestProject.Repository, null, "dotnet", [Program, .. arguments]);
}
