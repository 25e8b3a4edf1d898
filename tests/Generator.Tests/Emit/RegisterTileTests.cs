using ResNetGen.Generator.RegisterTiles;

namespace ResNetGen.Generator.Tests.Emit;

public sealed class RegisterTileTests
{
    [Fact]
    public Task SmallestFamily() =>
        Verify(
            RegisterTileEmitter.Emit(
                new RegisterTile(
                    "ResNetGen.Runtime",
                    "ConvolutionTiles",
                    "Blocked512x2",
                    "public",
                    Bits: 512,
                    Vectors: 2,
                    Pixels: 2,
                    PixelStep: 16,
                    Unroll: 4
                )
            ),
            "cs"
        );

    [Fact]
    public Task NarrowVectorsOfOneBlock() =>
        Verify(
            RegisterTileEmitter.Emit(
                new RegisterTile(
                    "ResNetGen.Runtime",
                    "ConvolutionTiles",
                    "Planar128x2",
                    "public",
                    Bits: 128,
                    Vectors: 2,
                    Pixels: 1,
                    PixelStep: 1,
                    Unroll: 1
                )
            ),
            "cs"
        );
}
