namespace ResNetGen.Imaging.Jpeg;

/// <summary>What a scan header says (ITU-T T.81, B.2.3), with the tables that are in force there.</summary>
/// <param name="Components">The components whose coefficients the scan has.</param>
/// <param name="FirstCoefficient">The first one in zigzag order (Ss). Sequential scans have all 64, whatever their
/// header says.</param>
/// <param name="LastCoefficient">The last one in zigzag order (Se).</param>
/// <param name="PreviousBit">The lowest bit that is known already (Ah), or 0 for the first scan of these
/// coefficients.</param>
/// <param name="Bit">The lowest bit that is known after this scan (Al).</param>
/// <param name="RestartInterval">MCUs between restart markers, or 0.</param>
internal sealed record JpegScan(
    ScanComponent[] Components,
    int FirstCoefficient,
    int LastCoefficient,
    int PreviousBit,
    int Bit,
    int RestartInterval
)
{
    public bool IsRefinement => PreviousBit != 0;

    public bool IsDc => FirstCoefficient == 0;

    /// <summary>A bit for each coefficient of the scan, in zigzag order.</summary>
    public ulong Band { get; } =
        (ulong.MaxValue >> (JpegFrame.BlockLength - 1 - LastCoefficient)) & (ulong.MaxValue << FirstCoefficient);

    /// <summary>Components alternate, block by block. Otherwise the scan has the blocks of one, row by row.</summary>
    public bool IsInterleaved => Components.Length > 1;

    /// <summary>Blocks that are read: a measure of its cost.</summary>
    public long Blocks(JpegFrame frame)
    {
        if (!IsInterleaved)
        {
            return (long)Components[0].Component.BlockColumns * Components[0].Component.BlockRows;
        }

        return (long)frame.McuColumns * frame.McuRows * McuBlocks;
    }

    /// <summary>Blocks of an MCU: a single one where components do not alternate.</summary>
    public int McuBlocks =>
        IsInterleaved ? Components.Sum(part => part.Component.HorizontalFactor * part.Component.VerticalFactor) : 1;
}

/// <summary>A component of a scan.</summary>
/// <param name="Component">The component.</param>
/// <param name="Dc">The code of its DC coefficients, if the scan has any that need one.</param>
/// <param name="Ac">The code of its AC coefficients, likewise.</param>
internal sealed record ScanComponent(JpegComponent Component, HuffmanTable? Dc, HuffmanTable? Ac);
