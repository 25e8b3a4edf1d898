namespace ResNetGen;

/// <summary>What stands before the first stage.</summary>
internal sealed record StemShape(ConvolutionNode Convolution, bool HasPool)
{
    /// <summary>What the first stage reads.</summary>
    public MapShape Output => HasPool ? Convolution.Output.Behind(Convolution.OutChannels, 2) : Convolution.Output;

    /// <summary>How often the stem halves the map.</summary>
    public int Halvings => (Convolution.Stride == 2 ? 1 : 0) + (HasPool ? 1 : 0);

    /// <summary>The stem of a declaration.</summary>
    public static StemShape Of(Stem stem, MapShape image, long channels) =>
        stem switch
        {
            Stem.Conv7x7 => new(new("conv1", "bn1", image, channels, Kernel: 7, Stride: 2), HasPool: true),
            Stem.Conv3x3 => new(new("conv1", "bn1", image, channels, Kernel: 3), HasPool: false),
            _ => throw new ArgumentOutOfRangeException(nameof(stem), stem, "A stem without a shape."),
        };
}
