using ResNetGen.Generator.GroupedTiles;

namespace ResNetGen.Generator.Tests.Emit;

public sealed class GroupedTileTests
{
    [Fact]
    public Task SmallestFamily() =>
        Verify(
            GroupedTileEmitter.Emit(
                new GroupedTile(
                    "ResNetGen.Runtime",
                    "GroupedTiles",
                    "Groups4Stride1With256",
                    "public",
                    Bits: 256,
                    GroupWidth: 4,
                    Pixels: 1,
                    Stride: 1
                )
            ),
            "cs"
        );
}
