using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Incremental;

/// <summary>What an edit makes a generator do again: of the networks, and in another project of the kernels.</summary>
public sealed partial class IncrementalTests
{
    // Not work for any of them.
    private const string Other = "class Other { int One() => 1; }";

    [Theory]
    [MemberData(nameof(Generators))]
    public void UnrelatedEditsReRunNothing(
        Type generator,
        string source,
        string[] steps,
        string oldText,
        string newText
    )
    {
        GeneratorRun run = Run(generator, source);
        Assert.Contains(oldText, source);
        Assert.NotEqual(oldText, newText);

        AssertNothingRan(run.Edit("Source1.cs", "=> 1", "=> 2"), steps);
        AssertNothingRan(run.Edit("Source1.cs", "class Other", "namespace Elsewhere; class Another"), steps);
        AssertNothingRan(run.Edit("Source0.cs", "// A comment.", "// Another comment,\n\n// on more lines."), steps);
        AssertNothingRan(run.Edit("Source0.cs", "value + value", "2 * value"), steps);
        AssertNothingRan(run.Edit("Source0.cs", "Twice", "Double"), steps);
    }

    [Theory]
    [MemberData(nameof(Generators))]
    public void EditOfOneDeclarationReEmitsThatOne(
        Type generator,
        string source,
        string[] steps,
        string oldText,
        string newText
    )
    {
        GeneratorRun before = Run(generator, source);

        GeneratorRun after = before.Edit("Source0.cs", oldText, newText);

        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], OutputReasons(after));
        Assert.Equal(2, after.Reasons(steps[^1]).Length);
        Assert.Single(after.Reasons(steps[^1]), IncrementalStepRunReason.Modified);
        string[] untouched = [.. before.Sources.Keys.Where(name => name.Contains("Second"))];
        Assert.NotEmpty(untouched);
        Assert.All(untouched, name => Assert.Same(before.Sources[name], after.Sources[name]));
        Assert.Contains(
            after.Sources,
            file => !before.Sources.TryGetValue(file.Key, out SourceText? text) || !text.ContentEquals(file.Value)
        );
    }

    [Fact]
    public void AllGeneratorsAreHere() =>
        Assert.Equal(
            ((Type)Generators.First()[0])
                .Assembly.GetTypes()
                .Where(typeof(IIncrementalGenerator).IsAssignableFrom)
                .Select(type => type.Name)
                .Order(),
            Generators.Select(row => ((Type)row[0]).Name).Distinct().Order()
        );

    [Theory]
    [MemberData(nameof(Generators))]
    public void NoCompilationOutlivesTheNext(
        Type generator,
        string source,
        string[] steps,
        string oldText,
        string newText
    )
    {
        (GeneratorRun last, WeakReference[] earlier) = RunThrice(generator, source, oldText, newText);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.All(earlier, compilation => Assert.False(compilation.IsAlive));
        Assert.NotEmpty(last.Reasons(steps[0]));
    }

    // In a method of its own: locals of the test's would keep the compilations alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorRun Last, WeakReference[] Earlier) RunThrice(
        Type generator,
        string source,
        string oldText,
        string newText
    )
    {
        GeneratorRun first = Run(generator, source);
        GeneratorRun second = first.Edit("Source1.cs", "=> 1", "=> 2");
        GeneratorRun third = second.Edit("Source0.cs", oldText, newText);
        return (third, [new WeakReference(first.Input), new WeakReference(second.Input)]);
    }

    private static void AssertNothingRan(GeneratorRun run, string[] steps)
    {
        Assert.All(
            steps.SelectMany(run.Reasons),
            reason =>
                Assert.True(
                    reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged,
                    reason.ToString()
                )
        );
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached], OutputReasons(run));
    }

    private static IEnumerable<IncrementalStepRunReason> OutputReasons(GeneratorRun run) =>
        run
            .Result.TrackedOutputSteps.SelectMany(pair => pair.Value)
            .SelectMany(step => step.Outputs)
            .Select(output => output.Reason);
}
