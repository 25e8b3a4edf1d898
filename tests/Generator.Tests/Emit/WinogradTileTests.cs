using ResNetGen.Generator.Winograd;

namespace ResNetGen.Generator.Tests.Emit;

public sealed class WinogradTileTests
{
    [Fact]
    public Task SmallestFamily() => Verify(Emit("TapsWith512", bits: 512, squares: 1), "cs");

    [Fact]
    public Task WeightsToMemory() => Verify(Emit("WeightsWith256", bits: 256, squares: 0), "cs");

    private static string Emit(string method, int bits, int squares) =>
        WinogradTileEmitter.Emit(
            new WinogradTile("ResNetGen.Runtime", "WinogradTiles", method, "public", bits, squares)
        );
}
