using ResNetGen.Generator.Tests.Harness;
using ResNetGen.KernelGenerator;
using ResNetGen.KernelGenerator.Tests;

namespace ResNetGen.Generator.Tests.Incremental;

public sealed partial class IncrementalTests
{
    /// <summary>
    /// Generator, what it works on, its tracking names, and an edit of the first of two declarations.
    /// </summary>
    public static TheoryData<Type, string, string[], string, string> Generators =>
        new()
        {
            {
                typeof(KernelSourceGenerator),
                Declare(
                    "int, int, in Tile",
                    "RegisterTile(Bits = 128, Planar = true, Stride = 1, Vectors = 1, Pixels = 1)",
                    "RegisterTile(Bits = 256, Planar = true, Stride = 1, Vectors = 1, Pixels = 1)"
                ),
                ["RegisterTile"],
                "Bits = 128",
                "Bits = 512"
            },
            {
                typeof(KernelSourceGenerator),
                Declare(
                    "int, in Tile",
                    "GroupedTile(Bits = 256, GroupWidth = 4, Stride = 1, Pixels = 1)",
                    "GroupedTile(Bits = 512, GroupWidth = 8, Stride = 1, Pixels = 1)"
                ),
                ["GroupedTile"],
                "Bits = 256",
                "Bits = 512"
            },
            {
                typeof(KernelSourceGenerator),
                Declare(
                    "in ZeroSkippingRow",
                    "ZeroSkippingTile(Bits = 128, Blocks = 1)",
                    "ZeroSkippingTile(Bits = 256, Blocks = 1)"
                ),
                ["ZeroSkippingTile"],
                "Bits = 128, Blocks = 1",
                "Bits = 128, Blocks = 2"
            },
            {
                typeof(KernelSourceGenerator),
                Declare(
                    "int, int, in Tile",
                    "WinogradTile(Bits = 512, Squares = 1)",
                    "WinogradTile(Bits = 256, Squares = 1)"
                ),
                ["WinogradTile"],
                "Bits = 512, Squares = 1",
                "Bits = 512, Squares = 2"
            },
            {
                typeof(KernelSourceGenerator),
                Declare(
                    "int, int, float*, nint, int, float*, nint",
                    "WinogradTransform(Bits = 128, IsInput = true, Outputs = 2, Stride = 1, Taps = 3)",
                    "WinogradTransform(Bits = 256, IsInput = true, Outputs = 2, Stride = 1, Taps = 3)"
                ),
                ["WinogradTransform"],
                "Bits = 128",
                "Bits = 512"
            },
        };

    // With a method body and a comment that are none of the generator's business.
    private static string Declare(string parameters, string first, string second) =>
        KernelHarness.Declare(
            $"""
            [{first}]
            public static partial delegate* <{parameters}, void> First(VectorWidth width);

            [{second}]
            public static partial delegate* <{parameters}, void> Second(VectorWidth width);

            // A comment.
            static int Twice(int value) => value + value;
            """
        );

    private static GeneratorRun Run(Type generator, string source)
    {
        Assert.Equal(typeof(KernelSourceGenerator), generator);
        return KernelHarness.Run(source, Other);
    }
}
