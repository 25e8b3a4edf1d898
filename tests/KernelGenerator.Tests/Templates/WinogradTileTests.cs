namespace ResNetGen.KernelGenerator.Tests.Templates;

public sealed class WinogradTileTests
{
    [Fact]
    public Task SmallestFamily() =>
        Verify(
            KernelHarness.Emit(
                """
                [WinogradTile(Bits = 512, Squares = 1)]
                public static partial delegate* <int, int, in Tile, void> Choose(VectorWidth width);
                """
            )["Choose.TapsWith512"],
            "cs"
        );

    [Fact]
    public Task WeightsToMemory() =>
        Verify(
            KernelHarness.Emit(
                """
                [WinogradTile(Bits = 256)]
                public static partial delegate* <int, float*, float*, nint, void> Choose(VectorWidth width);
                """
            )["Choose.WeightsWith256"],
            "cs"
        );
}
