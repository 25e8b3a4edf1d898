using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Cluster.Tests.Support;

/// <summary>The command line that these tests were built with.</summary>
internal static class TestedProgram
{
    public static string Host { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static string Library { get; } = Path.Combine(AppContext.BaseDirectory, "resnetgen.dll");

    public static CommandLine Run(Dictionary<string, string>? variables, params string[] arguments) =>
        CommandLine.Run(AppContext.BaseDirectory, variables, Host, [Library, .. arguments]);
}
