namespace ResNetGen.Runtime;

/// <summary>Declares one of the transforms round a Winograd convolution.</summary>
internal sealed class WinogradTransformAttribute : KernelAttribute
{
    /// <summary>Rows and columns of a square of outputs: 2 or 4.</summary>
    public required int Outputs { get; init; }

    /// <summary>Stride of the convolution: 1 or 2.</summary>
    public required int Stride { get; init; }

    /// <summary>Taps in a row of the kernel: 3, or 4 with 4 outputs.</summary>
    public required int Taps { get; init; }

    /// <summary>The transform of the inputs; otherwise that of the products.</summary>
    public required bool IsInput { get; init; }
}
