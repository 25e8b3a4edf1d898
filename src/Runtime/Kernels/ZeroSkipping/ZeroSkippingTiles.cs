namespace ResNetGen.Runtime;

/// <summary>
/// The inner loops of convolutions that skip zeros: 64 inputs of one tap, for a row of pixels. Two pixels side by side
/// are a pair: the inputs that both have come first, then those of each alone, on every width, so that all have the
/// same bits. The bodies are emitted.
/// </summary>
internal static unsafe partial class ZeroSkippingTiles
{
    [ZeroSkippingTile(Bits = 512, Pixels = 2, Blocks = 8)]
    public static partial void Skipping512x8(in ZeroSkippingRow row);

    [ZeroSkippingTile(Bits = 256, Pixels = 1, Blocks = 4)]
    public static partial void Skipping256x4(in ZeroSkippingRow row);

    [ZeroSkippingTile(Bits = 128, Pixels = 1, Blocks = 2)]
    public static partial void Skipping128x2(in ZeroSkippingRow row);
}
