namespace ResNetGen.KernelGenerator.Tests.Templates;

public sealed class WinogradTileTests
{
    [Fact]
    public Task Smallest_family() =>
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
    public Task Weights_to_memory() =>
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
