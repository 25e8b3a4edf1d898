using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using ResNetGen.Generator.Diagnostics;
using ResNetGen.Generator.Parse;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Parse;

/// <summary>What an edit re-runs, and what the cache holds meanwhile.</summary>
public sealed class CachingTests
{
    private const string Model = """
        [ResNet(18)]
        public sealed partial class Net
        {
            public int Twice(int value) => value + value;
        }
        """;

    private const string Other = "class Other { int One() => 1; }";

    [Theory]
    [InlineData("Source1.cs", "=> 1", "=> 2")]
    [InlineData("Source1.cs", "class Other", "class Another")]
    [InlineData("Source0.cs", "value + value", "2 * value")]
    [InlineData("Source0.cs", "[ResNet(18)]", "\n\n// A word on it.\n[ResNet(18)]")]
    public void UnrelatedEditsChangeNothing(string path, string oldText, string newText)
    {
        GeneratorRun run = GeneratorHarness.Run(Model, Other).Edit(path, oldText, newText);

        Assert.All(run.Reasons("Parse"), AssertIsUnchanged);
        Assert.All(run.Reasons("Spec"), AssertIsUnchanged);
        Assert.All(OutputReasons(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void UnrelatedEditLeavesDiagnosticsAlone()
    {
        GeneratorRun run = GeneratorHarness
            .Run("[ResNet(17, Classes = -1)] partial class Wrong;", Other)
            .Edit("Source1.cs", "=> 1", "=> 2");

        Assert.Equal(2, run.Reasons("Diagnostics").Length);
        Assert.All(run.Reasons("Diagnostics"), AssertIsUnchanged);
    }

    [Fact]
    public void EditOfTheAttributeGivesAnotherSpec()
    {
        GeneratorRun run = GeneratorHarness.Run(Model, Other).Edit("Source0.cs", "18", "34");

        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons("Parse"));
        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons("Spec"));
        Assert.Equal([3, 4, 6, 3], run.Spec.Stages);
    }

    [Theory]
    [InlineData("Source1.cs", "=> 1", "=> 2")]
    [InlineData("Source0.cs", "value + value", "2 * value")]
    public void UnrelatedEditsChangeNothingWhereWeightsAreEmbedded(string path, string oldText, string newText)
    {
        GeneratorRun run = GeneratorHarness.RunEmbedding("Net", Model, Other).Edit(path, oldText, newText);

        Assert.Equal(["Net"], run.Outputs("EmbeddedModels").Cast<EquatableArray<string>>().Single());
        Assert.All(run.Reasons("EmbeddedModels"), AssertIsUnchanged);
        Assert.All(run.Reasons("Spec"), AssertIsUnchanged);
        Assert.All(OutputReasons(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void WeightsForOneClassLeaveTheOthersAlone()
    {
        GeneratorRun run = GeneratorHarness
            .RunEmbedding("Net", Model, "[ResNet(34)] partial class Second;")
            .Embed("Net|Second");

        Assert.All(run.Reasons("Parse"), AssertIsUnchanged);
        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons("EmbeddedModels"));
        Assert.Equal([IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Modified], run.Reasons("Spec"));
    }

    [Fact]
    public void EditAboveAWrongAttributeMovesTheDiagnosticAndLeavesOtherClassesAlone()
    {
        GeneratorRun run = GeneratorHarness
            .Run(Model, "class Above;\n[ResNet(17)] partial class Wrong;")
            .Edit("Source1.cs", "Above;", "Above;\n");

        Assert.Equal(2, run.Diagnostics.Single().Location.GetLineSpan().StartLinePosition.Line);
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged],
            run.Reasons("Parse")
                .Select(reason =>
                    reason == IncrementalStepRunReason.Cached ? IncrementalStepRunReason.Unchanged : reason
                )
                .Order()
        );
    }

    [Fact]
    public void EditAboveAnExportedClassChangesNothing()
    {
        GeneratorRun run = GeneratorHarness
            .Run(
                "[ResNet(18, NativeExport = \"net\")] partial class Net;",
                "class Above;\n[ResNet(18, NativeExport = \"other\")] partial class Other;"
            )
            .Edit("Source1.cs", "Above;", "Above;\n");

        Assert.All(run.Reasons("Spec"), AssertIsUnchanged);
        Assert.All(OutputReasons(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void NameThatIsFreeAgainIsEmittedAndATakenOneIsNot()
    {
        const string Second = "[ResNet(18, NativeExport = \"NET\")] partial class Second;";
        GeneratorRun both = GeneratorHarness.Run("[ResNet(18, NativeExport = \"net\")] partial class First;", Second);
        GeneratorRun free = both.Edit("Source1.cs", "NET", "other");
        GeneratorRun taken = free.Edit("Source1.cs", "other", "net");

        Assert.Equal((2, 0), (both.Messages.Length, both.Sources.Count));
        Assert.Empty(free.Messages);
        Assert.Contains("First.Native.g.cs", free.Sources.Keys);
        Assert.Contains("Second.Native.g.cs", free.Sources.Keys);
        Assert.Equal((2, 0), (taken.Messages.Length, taken.Sources.Count));
    }

    [Fact]
    public void CacheHoldsValuesAlone()
    {
        GeneratorRun run = GeneratorHarness.RunEmbedding(
            "Net",
            Model,
            "[ResNet(17, Classes = -1)] class Wrong;",
            "[ResNet(18, NativeExport = \"net\")] partial class One; [ResNet(18, NativeExport = \"net\")] partial class Two;"
        );
        object[] outputs =
        [
            .. new[] { "Parse", "Spec", "Diagnostics", "EmbeddedModels", "TakenExports" }
                .SelectMany(run.Outputs)
                .OfType<object>(),
        ];

        Assert.Contains(outputs, output => output is ParseResult { Spec: not null });
        Assert.Contains(outputs, output => output is ParseResult { Diagnostics.Count: 3 });
        Assert.Contains(outputs, output => output is EquatableArray<ExportedName> { Count: 2 });
        Assert.All(outputs, output => AssertHoldsValues(output, output.GetType().Name, []));
    }

    [Fact]
    public void EqualResultsAreEqual()
    {
        ParseResult Parse(string source) => (ParseResult)GeneratorHarness.Run(source).Outputs("Parse").Single();

        Assert.Equal(Parse(Model), Parse(Model));
        Assert.Equal(Parse("[ResNet(17)] class Net;"), Parse("[ResNet(17)] class Net;"));
        Assert.NotEqual(Parse("[ResNet(17)] class Net;"), Parse("[ResNet(19)] class Net;"));
    }

    [Fact]
    public void DiagnosticSurvivesItsValues()
    {
        GeneratorRun run = GeneratorHarness.Run("[ResNet(17)] partial class Net;");
        DiagnosticInfo info = run.Outputs("Parse").Cast<ParseResult>().Single().Diagnostics.Single();

        Diagnostic diagnostic = info.ToDiagnostic();

        Assert.Equal(LocationKind.ExternalFile, diagnostic.Location.Kind);
        Assert.Equal("Source0.cs", diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(run.Diagnostics.Single().GetMessage(null), diagnostic.GetMessage(null));
    }

    private static void AssertIsUnchanged(IncrementalStepRunReason reason) =>
        Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString());

    private static IEnumerable<IncrementalStepRunReason> OutputReasons(GeneratorRun run) =>
        run
            .Result.TrackedOutputSteps.SelectMany(pair => pair.Value)
            .SelectMany(step => step.Outputs)
            .Select(output => output.Reason);

    /// <summary>
    /// Walks everything that can be reached from a value; a symbol or a tree anywhere would keep its whole compilation
    /// alive.
    /// </summary>
    private static void AssertHoldsValues(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string || !seen.Add(value))
        {
            return;
        }

        Assert.False(
            value
                is ISymbol
                    or SyntaxNode
                    or SyntaxTree
                    or SyntaxReference
                    or Location
                    or Compilation
                    or SemanticModel
                    or Diagnostic,
            path
        );
        Type type = value.GetType();
        if (type.IsPrimitive || type.IsEnum || value is Type)
        {
            return;
        }

        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                AssertHoldsValues(item, path + "[]", seen);
            }

            return;
        }

        for (Type? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (
                FieldInfo field in declaring.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
                )
            )
            {
                AssertHoldsValues(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }
}
