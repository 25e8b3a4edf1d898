namespace ResNetGen;

/// <summary>What an attribute declares, with every default filled in.</summary>
internal interface INetworkDeclaration
{
    /// <summary>The kind of every residual block.</summary>
    BlockType BlockType { get; }

    /// <summary>Blocks in each stage.</summary>
    IReadOnlyList<int> Stages { get; }

    /// <summary>What stands before the first stage.</summary>
    Stem Stem { get; }

    /// <summary>How a block's input reaches its sum.</summary>
    Shortcut Shortcut { get; }

    /// <summary>Which convolution of a bottleneck halves the map.</summary>
    BottleneckStride BottleneckStride { get; }

    /// <summary>Channels of the stem and width of the first stage.</summary>
    int BaseWidth { get; }

    /// <summary>Groups of a bottleneck's 3x3 convolution.</summary>
    int Groups { get; }

    /// <summary>Channels in each of them, for a stage 64 wide.</summary>
    int WidthPerGroup { get; }

    /// <summary>Planes of an image.</summary>
    int InputChannels { get; }

    /// <summary>Rows of an image.</summary>
    int InputHeight { get; }

    /// <summary>Columns of an image.</summary>
    int InputWidth { get; }

    /// <summary>Classes of the classifier; 0 without one.</summary>
    int Classes { get; }
}
