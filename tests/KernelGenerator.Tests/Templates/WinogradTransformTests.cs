namespace ResNetGen.KernelGenerator.Tests.Templates;

/// <summary>One text a direction; what is computed is held by <see cref="WinogradFormulaTests"/>.</summary>
public sealed class WinogradTransformTests
{
    [Fact]
    public Task InputTransform() =>
        Verify(Emit("int, int, float*, nint, int, float*, nint", "true", "Input2With256"), "cs");

    [Fact]
    public Task OutputTransform() =>
        Verify(
            Emit(
                "int, int, int, float*, nint, float*, float*, nint, float, float*, nint, nint",
                "false",
                "Output2With256"
            ),
            "cs"
        );

    private static string Emit(string parameters, string isInput, string name) =>
        KernelHarness.Emit(
            $"""
            [WinogradTransform(Bits = 256, IsInput = {isInput}, Outputs = 2, Stride = 1, Taps = 3)]
            public static partial delegate* <{parameters}, void> Choose(VectorWidth width);
            """
        )[$"Choose.{name}"];
}
