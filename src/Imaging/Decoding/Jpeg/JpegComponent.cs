namespace ResNetGen.Imaging.Jpeg;

/// <summary>A plane of the picture: luma, a chroma, an ink.</summary>
internal sealed class JpegComponent
{
    public JpegComponent(int index, ComponentHeader header, JpegFrame frame)
    {
        (Index, Header) = (index, header);
        (int horizontal, int vertical) = (header.HorizontalFactor, header.VerticalFactor);
        SampleColumns = JpegFrame.DivideRoundingUp(frame.Width * horizontal, frame.HorizontalFactor);
        SampleRows = JpegFrame.DivideRoundingUp(frame.Height * vertical, frame.VerticalFactor);
        BlockColumns = JpegFrame.DivideRoundingUp(SampleColumns, JpegFrame.BlockSide);
        BlockRows = JpegFrame.DivideRoundingUp(SampleRows, JpegFrame.BlockSide);
        StoredBlockColumns = frame.McuColumns * horizontal;
        StoredBlockRows = frame.McuRows * vertical;
    }

    public int Index { get; }

    public ComponentHeader Header { get; }

    /// <summary>Blocks of an MCU side by side. Half of the frame's factor means half of its columns.</summary>
    public int HorizontalFactor => Header.HorizontalFactor;

    /// <summary>Blocks of an MCU below each other.</summary>
    public int VerticalFactor => Header.VerticalFactor;

    /// <summary>
    /// The steps of the coefficients: those of the component's first scan, or <see langword="null"/> as long as there
    /// was none.
    /// </summary>
    public QuantisationTable? Quantisation { get; set; }

    /// <summary>Columns of samples that show.</summary>
    public int SampleColumns { get; }

    /// <summary>Rows of samples that show.</summary>
    public int SampleRows { get; }

    /// <summary>Columns of blocks with samples that show: those of a scan with this component alone.</summary>
    public int BlockColumns { get; }

    /// <summary>Rows of blocks with samples that show.</summary>
    public int BlockRows { get; }

    /// <summary>Columns of blocks in whole MCUs.</summary>
    public int StoredBlockColumns { get; }

    /// <summary>Rows of blocks in whole MCUs.</summary>
    public int StoredBlockRows { get; }
}
