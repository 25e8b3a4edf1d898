using ResNetGen.Generator.Parse;

namespace ResNetGen.Generator.Tests.Harness;

// What is the networks' generator's alone: the rest is for the kernels' too.
internal sealed partial record GeneratorRun
{
    public Spec[] Specs => [.. Outputs("Parse").Cast<ParseResult>().Select(result => result.Spec).OfType<Spec>()];

    /// <summary>The one spec; more or fewer fail the test, with what was reported.</summary>
    public Spec Spec =>
        Specs is [Spec spec]
            ? spec
            : throw new InvalidOperationException($"{Specs.Length} specs; {string.Join('\n', Messages)}");

    /// <summary>A run after an edit of the project file.</summary>
    public GeneratorRun Embed(string embeddedModels) =>
        Continue(
            Driver.WithUpdatedAnalyzerConfigOptions(
                new ProjectProperties { ["ResNetEmbeddedModels"] = embeddedModels }
            ),
            Input
        );
}
