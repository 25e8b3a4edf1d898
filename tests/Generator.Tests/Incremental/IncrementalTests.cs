using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ResNetGen.Generator.GroupedTiles;
using ResNetGen.Generator.RegisterTiles;
using ResNetGen.Generator.Tests.Harness;
using ResNetGen.Generator.Winograd;
using ResNetGen.Generator.ZeroSkipping;

namespace ResNetGen.Generator.Tests.Incremental;

/// <summary>What an edit makes each of the generators do again.</summary>
public sealed class IncrementalTests
{
    // Each source is work for one generator, with a method body and a comment that are none of its business.
    private const string Models = """
        [ResNet(BlockType.Basic, 1)]
        partial class First
        {
            // A comment.
            int Twice(int value) => value + value;
        }

        [ResNet(BlockType.Basic, 2)] partial class Second;
        """;

    private const string Tiles = """
        namespace ResNetGen.Runtime
        {
            unsafe partial class Kernels
            {
                [RegisterTile(Bits = 128, Vectors = 1, Pixels = 1, PixelStep = 1, Unroll = 1)]
                public static partial void First(int pixels, in Tile tile);

                [RegisterTile(Bits = 256, Vectors = 1, Pixels = 1, PixelStep = 1, Unroll = 1)]
                public static partial void Second(int pixels, in Tile tile);

                // A comment.
                static int Twice(int value) => value + value;
            }

            class RegisterTileAttribute : System.Attribute { public int Bits, Vectors, Pixels, PixelStep, Unroll; }
        }
        """;

    private const string Transforms = """
        namespace ResNetGen.Runtime
        {
            unsafe partial class Kernels
            {
                [WinogradTransform(Bits = 128, Outputs = 2, IsInput = true)]
                public static partial void First(float* x, nint rowStride, int squares, float* points, nint pointStride);

                [WinogradTransform(Bits = 256, Outputs = 2, IsInput = true)]
                public static partial void Second(float* x, nint rowStride, int squares, float* points, nint pointStride);

                // A comment.
                static int Twice(int value) => value + value;
            }

            class WinogradTransformAttribute : System.Attribute { public int Bits, Outputs; public bool IsInput; }
        }
        """;

    private const string GroupedTiles = """
        namespace ResNetGen.Runtime
        {
            unsafe partial class Kernels
            {
                [GroupedTile(Bits = 256, GroupWidth = 4, Pixels = 1, Stride = 1)]
                public static partial void First(int pixels, in Tile tile);

                [GroupedTile(Bits = 512, GroupWidth = 8, Pixels = 1, Stride = 1)]
                public static partial void Second(int pixels, in Tile tile);

                // A comment.
                static int Twice(int value) => value + value;
            }

            class GroupedTileAttribute : System.Attribute { public int Bits, GroupWidth, Pixels, Stride; }
        }
        """;

    private const string WinogradTiles = """
        namespace ResNetGen.Runtime
        {
            unsafe partial class Kernels
            {
                [WinogradTile(Bits = 512, Squares = 1)]
                public static partial void First(int row, int squares, in Tile tile);

                [WinogradTile(Bits = 256)]
                public static partial void Second(int row, float* taps, float* weights, nint weightsPoint);

                // A comment.
                static int Twice(int value) => value + value;
            }

            class WinogradTileAttribute : System.Attribute { public int Bits, Squares; }
        }
        """;

    private const string ZeroSkippingTiles = """
        namespace ResNetGen.Runtime
        {
            unsafe partial class Kernels
            {
                [ZeroSkippingTile(Bits = 128, Pixels = 1, Blocks = 1)]
                public static partial void First(in ZeroSkippingRow row);

                [ZeroSkippingTile(Bits = 256, Pixels = 1, Blocks = 1)]
                public static partial void Second(in ZeroSkippingRow row);

                // A comment.
                static int Twice(int value) => value + value;
            }

            class ZeroSkippingTileAttribute : System.Attribute { public int Bits, Pixels, Blocks; }
        }
        """;

    private const string Other = "class Other { int One() => 1; }";

    /// <summary>
    /// Generator, what it works on, its tracking names, and an edit of the first of two declarations.
    /// </summary>
    public static TheoryData<Type, string, string[], string, string> Generators =>
        new()
        {
            {
                typeof(ResNetGenerator),
                Models,
                ["Parse", "EmbeddedModels", "Spec"],
                "BlockType.Basic, 1",
                "BlockType.Basic, 1, 1"
            },
            { typeof(RegisterTileGenerator), Tiles, ["RegisterTile"], "Bits = 128", "Bits = 512" },
            { typeof(GroupedTileGenerator), GroupedTiles, ["GroupedTile"], "Bits = 256", "Bits = 512" },
            { typeof(WinogradTransformGenerator), Transforms, ["WinogradTransform"], "Bits = 128", "Bits = 512" },
            { typeof(WinogradTileGenerator), WinogradTiles, ["WinogradTile"], "Squares = 1", "Squares = 2" },
            { typeof(ZeroSkippingTileGenerator), ZeroSkippingTiles, ["ZeroSkippingTile"], "Bits = 128", "Bits = 512" },
        };

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
            typeof(ResNetGenerator)
                .Assembly.GetTypes()
                .Where(typeof(IIncrementalGenerator).IsAssignableFrom)
                .Select(type => type.Name)
                .Order(),
            Generators.Select(row => ((Type)row[0]).Name).Order()
        );

    [Fact]
    public void ModelThatIsGoneIsGone()
    {
        GeneratorRun run = Run(typeof(ResNetGenerator), Models)
            .Edit("Source0.cs", "[ResNet(BlockType.Basic, 2)] partial class Second;", "");

        Assert.NotEmpty(run.Sources);
        Assert.DoesNotContain(run.Sources.Keys, name => name.Contains("Second"));
    }

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

    private static GeneratorRun Run(Type generator, string source)
    {
        // The runtime has these attributes too, but for itself; and what is emitted for it needs unsafe code.
        CSharpCompilation compilation =
            generator == typeof(ResNetGenerator)
                ? GeneratorHarness.Compile(source, Other)
                : GeneratorHarness.CompileWithoutRuntime(LanguageVersion.Latest, source, Other);
        return GeneratorHarness.Run((IIncrementalGenerator)Activator.CreateInstance(generator)!, compilation);
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
