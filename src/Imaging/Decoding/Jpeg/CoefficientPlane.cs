namespace ResNetGen.Imaging.Jpeg;

/// <summary>All coefficients of a component, for pictures whose scans each have a part of them.</summary>
internal sealed class CoefficientPlane
{
    private readonly short[] _coefficients;
    private readonly ulong[] _nonZero;
    private readonly int _columns;

    public CoefficientPlane(JpegComponent component)
    {
        _columns = component.StoredBlockColumns;
        int blocks = checked(_columns * component.StoredBlockRows);
        _coefficients = new short[checked(blocks * JpegFrame.BlockLength)];
        _nonZero = new ulong[blocks];
    }

    /// <summary>The 64 coefficients of a block, in natural order.</summary>
    public Span<short> Block(int row, int column) =>
        _coefficients.AsSpan(((row * _columns) + column) * JpegFrame.BlockLength, JpegFrame.BlockLength);

    /// <summary>
    /// For each block of a row which coefficients are not zero: a bit for each place of the zigzag order. Progressive
    /// scans keep it.
    /// </summary>
    public Span<ulong> NonZero(int row) => _nonZero.AsSpan(row * _columns, _columns);
}
