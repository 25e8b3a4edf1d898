namespace ResNetGen.Runtime;

/// <summary>
/// Asks the generator for the body of a partial method: one of the transforms round a Winograd convolution.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WinogradTransformAttribute : Attribute
{
    /// <summary>Bits of a vector: 512, 256 or 128.</summary>
    public required int Bits { get; init; }

    /// <summary>Rows and columns of a square of outputs: 2 or 4.</summary>
    public required int Outputs { get; init; }

    /// <summary>Stride of the convolution: 1 or 2.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Taps in a row of the kernel: 3, or 4 with 4 outputs.</summary>
    public int Taps { get; init; } = 3;

    /// <summary>The transform of the inputs; otherwise that of the products.</summary>
    public required bool IsInput { get; init; }
}
