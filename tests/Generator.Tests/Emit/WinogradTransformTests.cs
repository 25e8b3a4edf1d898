using ResNetGen.Generator.Winograd;

namespace ResNetGen.Generator.Tests.Emit;

public sealed class WinogradTransformTests
{
    [Fact]
    public Task InputTransform() => Verify(Emit("Input2", outputs: 2, isInput: true), "cs");

    [Fact]
    public Task OutputTransform() => Verify(Emit("Output4", outputs: 4, isInput: false), "cs");

    [Fact]
    public Task InputTransformWithWholeBlocks() => Verify(Emit("Input4", outputs: 4, isInput: true, bits: 512), "cs");

    [Fact]
    public Task OutputTransformWithWholeBlocks() =>
        Verify(Emit("Output2", outputs: 2, isInput: false, bits: 512), "cs");

    [Fact]
    public Task InputTransformWithStride2() =>
        Verify(Emit("Input2Stride2", outputs: 2, isInput: true, stride: 2), "cs");

    [Fact]
    public Task OutputTransformWithStride2() =>
        Verify(Emit("Output2Stride2", outputs: 2, isInput: false, stride: 2), "cs");

    [Fact]
    public Task InputTransformOfLargeSquaresWithStride2() =>
        Verify(Emit("Input4Stride2", outputs: 4, isInput: true, stride: 2, bits: 512), "cs");

    [Fact]
    public Task OutputTransformOfLargeSquaresWithStride2() =>
        Verify(Emit("Output4Stride2", outputs: 4, isInput: false, stride: 2, bits: 512), "cs");

    [Fact]
    public Task InputTransformOfTheStem() => Verify(Emit("StemInput", outputs: 4, isInput: true, taps: 4), "cs");

    [Fact]
    public Task OutputTransformOfTheStem() => Verify(Emit("StemOutput", outputs: 4, isInput: false, taps: 4), "cs");

    private static string Emit(
        string method,
        int outputs,
        bool isInput,
        int stride = 1,
        int taps = 3,
        int bits = 256
    ) =>
        WinogradTransformEmitter.Emit(
            new WinogradTransform(
                "ResNetGen.Runtime",
                "WinogradTransforms",
                method,
                "public",
                bits,
                outputs,
                stride,
                isInput,
                taps
            )
        );
}
