namespace ResNetGen.Runtime;

/// <summary>
/// The inner loops of convolutions that skip zeros: 64 inputs of one tap, for a row of pixels. Two pixels side by side
/// are a pair: the inputs that both have come first, then those of each alone, on every width, so that all have the
/// same bits. The bodies are emitted.
/// </summary>
internal readonly unsafe partial struct ZeroSkippingTiles
{
    private ZeroSkippingTiles(delegate* <in ZeroSkippingRow, void> run, int blocks)
    {
        Run = run;
        Blocks = blocks;
    }

    /// <summary>Runs a tile over a row of pixels.</summary>
    public delegate* <in ZeroSkippingRow, void> Run { get; }

    /// <summary>Blocks of output channels of a tile.</summary>
    public int Blocks { get; }

    /// <summary>The tiles for a vector width.</summary>
    [ZeroSkippingTile(Bits = 512, Pixels = 2, Blocks = 8)]
    [ZeroSkippingTile(Bits = 256, Pixels = 1, Blocks = 4)]
    [ZeroSkippingTile(Bits = 128, Registers = 32, Pixels = 1, Blocks = 4, InOrder = true)]
    [ZeroSkippingTile(Bits = 128, Pixels = 1, Blocks = 2)]
    public static partial ZeroSkippingTiles For(VectorWidth width);
}
