namespace ResNetGen.Imaging.Jpeg;

/// <summary>A plane of the picture: luma, a chroma, an ink.</summary>
internal sealed class JpegComponent(int index, byte id, int horizontalFactor, int verticalFactor, int quantisationTable)
{
    public int Index => index;

    public byte Id => id;

    /// <summary>Blocks of a minimum coded unit side by side. Half of the frame's factor means half of its columns.</summary>
    public int HorizontalFactor => horizontalFactor;

    /// <summary>Blocks of a minimum coded unit below each other.</summary>
    public int VerticalFactor => verticalFactor;

    /// <summary>The table to take, 0 to 3.</summary>
    public int QuantisationTable => quantisationTable;

    /// <summary>
    /// The steps of the coefficients, in natural order. They are those of the component's first scan, and zeros while there was none.
    /// </summary>
    public QuantisationTable? Quantisation { get; set; }

    /// <summary>Columns of samples that show.</summary>
    public int SampleColumns { get; private set; }

    /// <summary>Rows of samples that show.</summary>
    public int SampleRows { get; private set; }

    /// <summary>Columns of blocks with samples that show: those of a scan with this component alone.</summary>
    public int BlockColumns { get; private set; }

    /// <summary>Rows of blocks with samples that show.</summary>
    public int BlockRows { get; private set; }

    /// <summary>Columns of blocks in whole minimum coded units.</summary>
    public int StoredBlockColumns { get; private set; }

    /// <summary>Rows of blocks in whole minimum coded units.</summary>
    public int StoredBlockRows { get; private set; }

    public void SetSizes(JpegFrame frame)
    {
        SampleColumns = JpegFrame.Quotient(frame.Width * horizontalFactor, frame.HorizontalFactor);
        SampleRows = JpegFrame.Quotient(frame.Height * verticalFactor, frame.VerticalFactor);
        BlockColumns = JpegFrame.Quotient(frame.Width * horizontalFactor, frame.HorizontalFactor * JpegFrame.BlockSide);
        BlockRows = JpegFrame.Quotient(frame.Height * verticalFactor, frame.VerticalFactor * JpegFrame.BlockSide);
        StoredBlockColumns = frame.UnitColumns * horizontalFactor;
        StoredBlockRows = frame.UnitRows * verticalFactor;
    }
}
