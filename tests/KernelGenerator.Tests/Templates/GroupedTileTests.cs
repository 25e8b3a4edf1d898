namespace ResNetGen.KernelGenerator.Tests.Templates;

public sealed class GroupedTileTests
{
    [Fact]
    public Task SmallestFamily() =>
        Verify(
            KernelHarness.Emit(
                """
                [GroupedTile(Bits = 256, GroupWidth = 4, Stride = 1, Pixels = 1)]
                public static partial delegate* <int, in Tile, void> Choose(VectorWidth width);
                """
            )["Choose.Groups4Stride1With256"],
            "cs"
        );
}
