using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ResNetGen.Generator.Tests.Harness;

/// <summary>One run of a generator: what it says, what it emits, and which of its steps had to work.</summary>
internal sealed partial record GeneratorRun(GeneratorDriver Driver, CSharpCompilation Input, CSharpCompilation Output)
{
    public GeneratorRunResult Result { get; } = Driver.GetRunResult().Results.Single();

    /// <summary>What the generator reports, in the order of place and id.</summary>
    public ImmutableArray<Diagnostic> Diagnostics =>
        [
            .. Result
                .Diagnostics.OrderBy(one => one.Location.GetLineSpan().Path)
                .ThenBy(one => one.Location.SourceSpan.Start)
                .ThenBy(one => one.Id),
        ];

    /// <summary>The diagnostics as <c>RNG0001: message</c>.</summary>
    public string[] Messages => [.. Diagnostics.Select(one => $"{one.Id}: {one.GetMessage(null)}")];

    /// <summary>The emitted files by hint name.</summary>
    public ImmutableSortedDictionary<string, SourceText> Sources =>
        Result.GeneratedSources.ToImmutableSortedDictionary(source => source.HintName, source => source.SourceText);

    /// <summary>What the compiler says of the user's and the emitted code together: warnings and errors.</summary>
    public ImmutableArray<Diagnostic> CompilerDiagnostics =>
        [.. Output.GetDiagnostics().Where(one => one.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>What the compiler says of the emitted code alone, down to unnecessary usings.</summary>
    public ImmutableArray<Diagnostic> DiagnosticsOfEmittedCode =>
        [
            .. Output
                .GetDiagnostics()
                .Where(one => one.Location.SourceTree is { } tree && !Input.ContainsSyntaxTree(tree)),
        ];

    public static GeneratorRun Continue(GeneratorDriver driver, CSharpCompilation compilation)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return new GeneratorRun(driver, compilation, (CSharpCompilation)output);
    }

    /// <summary>A run after an edit, with what this one left in the cache.</summary>
    public GeneratorRun Edit(string path, string oldText, string newText)
    {
        SyntaxTree tree = Input.SyntaxTrees.Single(tree => tree.FilePath == path);
        string source = tree.ToString();
        Assert.Contains(oldText, source);
        SyntaxTree edited = tree.WithChangedText(SourceText.From(source.Replace(oldText, newText)));
        return Continue(Driver, Input.ReplaceSyntaxTree(tree, edited));
    }

    /// <summary>What the steps of a tracking name gave: nothing, if none ran.</summary>
    public object[] Outputs(string step) => [.. Steps(step).Select(output => output.Value)];

    /// <summary>
    /// Why the steps of a tracking name gave what they gave. That there are none is an error: a check of nothing cannot
    /// fail.
    /// </summary>
    public IncrementalStepRunReason[] Reasons(string step) =>
        Steps(step) is { IsEmpty: false } outputs
            ? [.. outputs.Select(output => output.Reason)]
            : throw new InvalidOperationException(
                $"No step is tracked as {step}; there are {string.Join(", ", Result.TrackedSteps.Keys)}."
            );

    private ImmutableArray<(object Value, IncrementalStepRunReason Reason)> Steps(string name) =>
        Result.TrackedSteps.TryGetValue(name, out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? [.. steps.SelectMany(step => step.Outputs)]
            : [];
}
