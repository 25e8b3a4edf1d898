namespace ResNetGen.Runtime;

/// <summary>
/// The inner loops of convolutions that skip zeros: 64 inputs of one tap, for a row of pixels. Two pixels side by side
/// are a pair on 512 bits: the inputs that both have come first, then those of each alone. Elsewhere a pixel's inputs
/// come in their own order. The bodies are emitted.
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

    /// <summary>
    /// Whether the tiles for a vector width read the inputs of a pixel that are not zero side by side, otherwise all in
    /// place.
    /// </summary>
    public static bool ReadLists(VectorWidth width) => width != VectorWidth.Vector512;

    /// <summary>
    /// Turns of the loop over a pixel's inputs, for fetching evenly: four inputs each of a list, otherwise one, of which
    /// a pair has 24 of 64 where half of them are zero. Fewer, where more are zero.
    /// </summary>
    public static int TurnsOfPixel(VectorWidth width) => ReadLists(width) ? 5 : 20;

    /// <summary>The tiles for a vector width.</summary>
    [ZeroSkippingTile(Bits = 512, Blocks = 8)]
    [ZeroSkippingTile(Bits = 256, Blocks = 4)]
    [ZeroSkippingTile(Bits = 128, Registers = 32, Blocks = 4)]
    [ZeroSkippingTile(Bits = 128, Blocks = 2)]
    public static partial ZeroSkippingTiles For(VectorWidth width);
}
