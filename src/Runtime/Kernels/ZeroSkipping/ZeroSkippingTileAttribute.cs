namespace ResNetGen.Runtime;

/// <summary>
/// Asks the generator for the body of a partial method: a tile for convolutions that spends nothing on inputs that are
/// zero.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ZeroSkippingTileAttribute : Attribute
{
    /// <summary>Bits of a vector: 512, 256 or 128.</summary>
    public required int Bits { get; init; }

    /// <summary>
    /// Pixels whose sums are in registers at a time: 2, so that weights are loaded once where neither has a zero, or 1
    /// where registers are few. It changes no bit: inputs that both of a pair have come first.
    /// </summary>
    public required int Pixels { get; init; }

    /// <summary>Blocks of 16 output channels: 8 vectors of sums hide the latency of the multiply-add.</summary>
    public required int Blocks { get; init; }
}
