using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ResNetGen.Generator.Tests.Harness;

/// <summary>Properties of a project, as the compiler sees those that are visible to it.</summary>
internal sealed class ProjectProperties : AnalyzerConfigOptionsProvider
{
    private readonly Properties _properties = new();

    public string this[string name]
    {
        init => _properties.Values["build_property." + name] = value;
    }

    public override AnalyzerConfigOptions GlobalOptions => _properties;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _properties;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _properties;

    private sealed class Properties : AnalyzerConfigOptions
    {
        public Dictionary<string, string> Values { get; } = new(KeyComparer);

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
            Values.TryGetValue(key, out value);
    }
}
