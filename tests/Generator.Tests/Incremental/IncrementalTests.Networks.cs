using Microsoft.CodeAnalysis;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Incremental;

public sealed partial class IncrementalTests
{
    // With a method body and a comment that are none of the generator's business.
    private const string Models = """
        [ResNet(BlockType.Basic, 1)]
        partial class First
        {
            // A comment.
            int Twice(int value) => value + value;
        }

        [ResNet(BlockType.Basic, 2)] partial class Second;
        """;

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
        };

    [Fact]
    public void ModelThatIsGoneIsGone()
    {
        GeneratorRun run = Run(typeof(ResNetGenerator), Models)
            .Edit("Source0.cs", "[ResNet(BlockType.Basic, 2)] partial class Second;", "");

        Assert.NotEmpty(run.Sources);
        Assert.DoesNotContain(run.Sources.Keys, name => name.Contains("Second"));
    }

    private static GeneratorRun Run(Type generator, string source) =>
        GeneratorHarness.Run(
            (IIncrementalGenerator)Activator.CreateInstance(generator)!,
            GeneratorHarness.Compile(source, Other)
        );
}
