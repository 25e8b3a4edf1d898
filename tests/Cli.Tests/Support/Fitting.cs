namespace ResNetGen.Cli.Tests.Support;

/// <summary>The command <c>fit</c>, with the network for garments.</summary>
internal static class Fitting
{
    public static Invocation Fit(string pictures, string file, params string[] options) =>
        Invocation.Run(["fit", pictures, "-o", file, "--model", "fashion-resnet20", .. options]);
}
