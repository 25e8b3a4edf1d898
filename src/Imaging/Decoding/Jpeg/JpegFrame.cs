namespace ResNetGen.Imaging.Jpeg;

/// <summary>What the frame header says of the picture (ITU-T T.81, B.2.2), and the sizes that follow from it.</summary>
internal sealed class JpegFrame
{
    /// <summary>Columns and rows of a block.</summary>
    public const int BlockSide = 8;

    /// <summary>Coefficients of a block.</summary>
    public const int BlockLength = BlockSide * BlockSide;

    public JpegFrame(int width, int height, bool isProgressive, ReadOnlySpan<ComponentHeader> components)
    {
        (Width, Height, IsProgressive) = (width, height, isProgressive);
        foreach (ComponentHeader component in components)
        {
            HorizontalFactor = Math.Max(HorizontalFactor, component.HorizontalFactor);
            VerticalFactor = Math.Max(VerticalFactor, component.VerticalFactor);
        }

        McuColumns = DivideRoundingUp(width, BlockSide * HorizontalFactor);
        McuRows = DivideRoundingUp(height, BlockSide * VerticalFactor);
        Components = new JpegComponent[components.Length];
        for (int i = 0; i < components.Length; i++)
        {
            Components[i] = new JpegComponent(i, components[i], this);
            Blocks += (long)Components[i].BlockColumns * Components[i].BlockRows;
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

    /// <summary>Minimum coded units (MCUs) of all components side by side.</summary>
    public int McuColumns { get; }

    /// <summary>Minimum coded units of all components below each other.</summary>
    public int McuRows { get; }

    /// <summary>Blocks of all components with samples that show.</summary>
    public long Blocks { get; }

    public static int DivideRoundingUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
