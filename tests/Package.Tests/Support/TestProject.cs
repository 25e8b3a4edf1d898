using System.Reflection;

namespace ResNetGen.Package.Tests.Support;

/// <summary>Where the tests were built from, and how.</summary>
internal static class TestProject
{
    public static string Repository { get; } = Metadata("Repository");

    public static string Configuration { get; } = Metadata("Configuration");

    private static string Metadata(string key) =>
        typeof(TestProject)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
