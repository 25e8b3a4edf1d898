namespace ResNetGen.Runtime;

/// <summary>Declares a tile for convolutions that spends nothing on inputs that are zero.</summary>
internal sealed class ZeroSkippingTileAttribute : KernelAttribute
{
    /// <summary>
    /// Pixels whose sums are in registers at a time: 2, so that weights are loaded once where neither has a zero, or 1
    /// where registers are few. Inputs that both of a pair have come first: another order of the sums.
    /// </summary>
    public required int Pixels { get; init; }

    /// <summary>Blocks of 16 output channels: 8 vectors of sums hide the latency of the multiply-add.</summary>
    public required int Blocks { get; init; }
}
