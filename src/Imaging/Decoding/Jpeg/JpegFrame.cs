namespace ResNetGen.Imaging.Jpeg;

/// <summary>What the frame header says of the picture (ITU-T T.81, B.2.2), and the sizes that follow from it.</summary>
internal sealed class JpegFrame
{
    /// <summary>Columns and rows of a block.</summary>
    public const int BlockSide = 8;

    /// <summary>Coefficients of a block.</summary>
    public const int BlockLength = BlockSide * BlockSide;

    /// <summary>Blocks in a minimum coded unit at most (B.2.3).</summary>
    public const int MaximumUnitBlocks = 10;

    public JpegFrame(int width, int height, bool isProgressive, JpegComponent[] components)
    {
        (Width, Height, IsProgressive, Components) = (width, height, isProgressive, components);
        foreach (JpegComponent component in components)
        {
            HorizontalFactor = Math.Max(HorizontalFactor, component.HorizontalFactor);
            VerticalFactor = Math.Max(VerticalFactor, component.VerticalFactor);
        }

        UnitColumns = Quotient(width, BlockSide * HorizontalFactor);
        UnitRows = Quotient(height, BlockSide * VerticalFactor);
        foreach (JpegComponent component in components)
        {
            component.SetSizes(this);
            Blocks += (long)component.StoredBlockColumns * component.StoredBlockRows;
        }
    }

    public int Width { get; }

    public int Height { get; }

    public bool IsProgressive { get; }

    public JpegComponent[] Components { get; }

    /// <summary>The largest horizontal sampling factor.</summary>
    public int HorizontalFactor { get; }

    /// <summary>The largest vertical sampling factor.</summary>
    public int VerticalFactor { get; }

    /// <summary>Minimum coded units of all components side by side.</summary>
    public int UnitColumns { get; }

    /// <summary>Minimum coded units of all components below each other.</summary>
    public int UnitRows { get; }

    /// <summary>Blocks of all components.</summary>
    public long Blocks { get; }

    /// <summary>Rounded up.</summary>
    public static int Quotient(int value, int by) => (value + by - 1) / by;
}
