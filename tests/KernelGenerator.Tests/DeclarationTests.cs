using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.KernelGenerator.Tests;

/// <summary>What cannot be written is said, at its place, and nothing is emitted.</summary>
public sealed class DeclarationTests
{
    private const string Tile = "public static partial delegate* <int, int, in Tile, void> Choose(VectorWidth width);";
    private const string Grouped = "public static partial delegate* <int, in Tile, void> Choose(VectorWidth width);";
    private const string Skipping =
        "public static partial delegate* <in ZeroSkippingRow, void> Choose(VectorWidth width);";
    private const string Transform =
        "public static partial delegate* <int, int, float*, nint, int, float*, nint, void> Choose(VectorWidth width);";

    [Theory]
    [InlineData(
        "RegisterTile(Bits = 500, Planar = false, Stride = 1, Vectors = 2, Pixels = 2)",
        Tile,
        "found Bits = 500, expected 512 or 256 or 128"
    )]
    [InlineData(
        "RegisterTile(Bits = 512, Planar = false, Stride = 3, Vectors = 2, Pixels = 2)",
        Tile,
        "found Stride = 3, expected 1 or 2"
    )]
    [InlineData(
        "RegisterTile(Bits = 512, Planar = false, Stride = 1, Vectors = 2, Pixels = 0)",
        Tile,
        "found Pixels = 0, expected 1 to 28"
    )]
    [InlineData(
        "RegisterTile(Bits = 128, Planar = false, Stride = 1, Vectors = 3, Pixels = 2)",
        Tile,
        "found Vectors = 3, expected 1 or 2 or 4"
    )]
    [InlineData(
        "RegisterTile(Bits = 512, Planar = false, Stride = 1, Vectors = 2, Pixels = 15)",
        Tile,
        "keep 33 vectors of 512 bits alive, expected 32 at most"
    )]
    [InlineData(
        "RegisterTile(Bits = 256, Planar = false, Stride = 1, Vectors = 2, Pixels = 7)",
        Tile,
        "keep 17 vectors of 256 bits alive, expected 16 at most"
    )]
    [InlineData("RegisterTile(Bits = 256, Planar = false, Stride = 1, Vectors = 2)", Tile, "found no Pixels, expected")]
    [InlineData(
        "RegisterTile(Bits = 128, Registers = 24, Planar = false, Stride = 1, Vectors = 2, Pixels = 2)",
        Tile,
        "found Registers = 24, expected 32 or 16"
    )]
    [InlineData(
        "RegisterTile(Bits = 256, Registers = 32, Planar = false, Stride = 1, Vectors = 2, Pixels = 2)",
        Tile,
        "found Registers = 32, expected 16"
    )]
    [InlineData(
        "RegisterTile(Bits = 128, Registers = 32, Planar = false, Stride = 1, Vectors = 4, Pixels = 7)",
        Tile,
        "keep 37 vectors of 128 bits alive, expected 32 at most"
    )]
    [InlineData(
        "RegisterTile(Bits = 128, Registers = 32, Planar = true, Stride = 1, Vectors = 4, Pixels = 2)",
        Tile,
        "found no Run, expected 1 to 7"
    )]
    [InlineData(
        "RegisterTile(Bits = 256, Planar = true, Stride = 1, Vectors = 2, Pixels = 2, Run = 3)",
        Tile,
        "found Run = 3, expected 0"
    )]
    [InlineData(
        "GroupedTile(Bits = 128, GroupWidth = 4, Stride = 1, Pixels = 1)",
        Grouped,
        "found Bits = 128, expected 512 or 256"
    )]
    [InlineData(
        "GroupedTile(Bits = 512, GroupWidth = 16, Stride = 1, Pixels = 1)",
        Grouped,
        "found GroupWidth = 16, expected 4 or 8"
    )]
    [InlineData(
        "GroupedTile(Bits = 256, GroupWidth = 4, Stride = 1, Pixels = 11)",
        Grouped,
        "keep 17 vectors of 256 bits alive"
    )]
    [InlineData(
        "GroupedTile(Bits = 128, Registers = 32, GroupWidth = 4, Stride = 1, Pixels = 15)",
        Grouped,
        "keep 33 vectors of 128 bits alive, expected 32 at most"
    )]
    [InlineData("ZeroSkippingTile(Bits = 512, Blocks = 3)", Skipping, "found Blocks = 3, expected 1 or 2 or 4 or 8")]
    [InlineData("ZeroSkippingTile(Bits = 256, Blocks = 8)", Skipping, "keep 18 vectors of 256 bits alive")]
    [InlineData("WinogradTile(Bits = 512, Squares = 5)", Tile, "found Squares = 5, expected 0 to 4")]
    [InlineData("WinogradTile(Bits = 256, Squares = 2)", Tile, "keep 17 vectors of 256 bits alive")]
    [InlineData(
        "WinogradTransform(IsInput = true, Outputs = 3, Stride = 1, Taps = 3)",
        Transform,
        "found Outputs = 3, expected 2 or 4"
    )]
    [InlineData(
        "WinogradTransform(IsInput = true, Outputs = 4, Stride = 2, Taps = 4)",
        Transform,
        "found Stride = 2, expected 1"
    )]
    [InlineData(
        "WinogradTransform(IsInput = true, Outputs = 4, Stride = 1, Taps = 5)",
        Transform,
        "found Taps = 5, expected 3 or 4"
    )]
    public void Numbers(string attribute, string method, string expected) =>
        Check($"[{attribute}]\n{method}", attribute, expected);

    [Theory]
    [InlineData(
        "static partial void Choose(int pixels, VectorWidth width);",
        "expected a static partial method whose first parameter is the VectorWidth"
    )]
    [InlineData(
        "static partial nint Choose(VectorWidth width, int strid);",
        "which has no 'Strid': rename or remove it"
    )]
    [InlineData("static nint Choose(VectorWidth width) => 0;", "expected a static partial method")]
    public void Method(string method, string expected) =>
        Check(
            $"[RegisterTile(Bits = 128, Planar = false, Stride = 1, Vectors = 1, Pixels = 1)]\n{method}",
            "Choose",
            expected
        );

    [Fact]
    public void NestedType() =>
        Check(
            $"internal partial class Inner {{ [WinogradTile(Bits = 128)] {Tile} }}",
            "Choose",
            "expected a type of a namespace's own, without type parameters"
        );

    [Fact]
    public void TwoKindsAtOneMethod()
    {
        GeneratorRun run = KernelHarness.Run(
            KernelHarness.Declare($"[WinogradTile(Bits = 128)] [ZeroSkippingTile(Bits = 512, Blocks = 8)] {Tile}")
        );
        Assert.Equal(2, run.Messages.Length);
        Assert.All(run.Messages, message => Assert.Contains("found several kinds of kernels", message));
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void TheSameKernelTwice() =>
        Check($"[WinogradTile(Bits = 128)] [WinogradTile]\n{Tile}", "WinogradTile]", "found a second 'WeightsWith128'");

    [Fact]
    public void TwoKernelsThatNoArgumentTellsApart() =>
        Check(
            $"[ZeroSkippingTile(Bits = 256, Blocks = 2)] [ZeroSkippingTile(Bits = 256, Blocks = 4)]\n{Skipping}",
            "ZeroSkippingTile(Bits = 256, Blocks = 4)",
            "found a second kernel of 256 bits for the same arguments"
        );

    private static void Check(string members, string place, string expected)
    {
        GeneratorRun run = KernelHarness.Run(KernelHarness.Declare(members));
        string message = Assert.Single(run.Messages);
        Assert.StartsWith("KRN0001: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Empty(run.Sources);
        string source = run.Input.SyntaxTrees.Last().ToString();
        int start = run.Diagnostics[0].Location.SourceSpan.Start;
        Assert.StartsWith(place, source[start..], StringComparison.Ordinal);
    }
}
