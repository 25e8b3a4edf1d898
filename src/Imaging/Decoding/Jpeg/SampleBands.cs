namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// Samples of a component: those of a row of MCUs and of the one above, which the upsampling of its last rows waits
/// for.
/// </summary>
internal sealed class SampleBands
{
    private const int Bands = 2;

    private readonly int _bandBlockRows;
    private readonly int _bandRows;
    private readonly byte[] _samples;

    public SampleBands(JpegComponent component)
    {
        Stride = component.StoredBlockColumns * JpegFrame.BlockSide;
        _bandBlockRows = component.VerticalFactor;
        _bandRows = _bandBlockRows * JpegFrame.BlockSide;
        _samples = new byte[Bands * _bandRows * Stride];
    }

    /// <summary>Samples from a row to the next.</summary>
    public int Stride { get; }

    /// <summary>Where the samples of a block go, and what follows.</summary>
    public Span<byte> Block(int mcuRow, int blockRow, int blockColumn)
    {
        int bandRow = ((mcuRow % Bands) * _bandRows) + ((blockRow - (mcuRow * _bandBlockRows)) * JpegFrame.BlockSide);
        return _samples.AsSpan((bandRow * Stride) + (blockColumn * JpegFrame.BlockSide));
    }

    /// <summary>A row of samples.</summary>
    public ReadOnlySpan<byte> Row(int row) => _samples.AsSpan(row % (Bands * _bandRows) * Stride, Stride);
}
