namespace ResNetGen.Runtime;

/// <summary>
/// Declares a tile for convolutions that spends nothing on inputs that are zero. 512 bits have registers for a pair of
/// pixels, so that weights are loaded once where neither has a zero; narrower vectors for one pixel.
/// </summary>
internal sealed class ZeroSkippingTileAttribute : KernelAttribute
{
    /// <summary>Blocks of 16 output channels: 8 vectors of sums hide the latency of the multiply-add.</summary>
    public required int Blocks { get; init; }
}
