namespace ResNetGen.KernelGenerator.Tests;

/// <summary>The bodies of declared methods: which kernel for which vectors and arguments.</summary>
public sealed class KernelChoiceTests
{
    [Fact]
    public Task ByWidthAndArguments() =>
        Verify(
            KernelHarness.Emit(
                """
                [RegisterTile(Bits = 512, Planar = true, Stride = 1, OneBlock = true, Vectors = 1, Pixels = 3)]
                [RegisterTile(Bits = 512, Planar = true, Stride = 1, OneBlock = false, Vectors = 2, Pixels = 2)]
                [RegisterTile(Bits = 256, Planar = true, Stride = 1, Vectors = 2, Pixels = 1)]
                [RegisterTile(Bits = 128, Planar = true, Stride = 2, Vectors = 2, Pixels = 1)]
                [RegisterTile(Bits = 128, Registers = 32, Planar = true, Stride = 2, Vectors = 4, Pixels = 2, Run = 7)]
                public static partial Chosen Choose(VectorWidth width, int stride, bool oneBlock);

                public readonly struct Chosen
                {
                    public Chosen(delegate* <int, int, in Tile, void> run, int pixels, int channels) { }
                }
                """
            )["Choose"],
            "cs"
        );

    [Fact]
    public Task NothingForOtherWidths() =>
        Verify(
            KernelHarness.Emit(
                """
                [WinogradTile(Bits = 512, Squares = 1)]
                public static partial delegate* <int, int, in Tile, void> Choose(VectorWidth width);
                """
            )["Choose"],
            "cs"
        );

    [Fact]
    public void OneArgumentThatFitsAnyValue() =>
        Assert.Contains(
            "case var _: return &BlockedWith128x1;",
            KernelHarness.Emit(
                """
                [RegisterTile(Bits = 128, Planar = false, Stride = 1, Vectors = 1, Pixels = 1)]
                public static partial delegate* <int, int, in Tile, void> Choose(VectorWidth width, bool oneBlock);
                """
            )["Choose"],
            StringComparison.Ordinal
        );
}
