using ResNetGen.Generator.Winograd;

namespace ResNetGen.Generator.Tests.Emit;

public sealed class WinogradTransformTests
{
    [Fact]
    public Task Input_transform() => Verify(Emit("Input2", outputs: 2, isInput: true), "cs");

    [Fact]
    public Task Output_transform() => Verify(Emit("Output4", outputs: 4, isInput: false), "cs");

    private static string Emit(string method, int outputs, bool isInput) => WinogradTransformEmitter.Emit(
        new WinogradTransform("ResNetGen.Runtime", "WinogradTransforms", method, "public", Bits: 256, outputs, isInput));
}
