namespace ResNetGen.Generator.Plan;

/// <summary>One call of a kernel in the emitted code.</summary>
/// <param name="Name">PyTorch's name of the module, such as <c>layer1.0.conv1</c>.</param>
internal abstract record Operation(string Name)
{
    /// <summary>What it reads, for the life of buffers.</summary>
    public abstract IEnumerable<Buffer> Reads { get; }

    public abstract Buffer Writes { get; }

    /// <summary>What it writes instead for a caller who asked for that.</summary>
    public virtual Buffer? WritesOnRequest => null;

    /// <summary>The layers of the network that it computes, as the tables list them.</summary>
    public virtual IEnumerable<Operation> Layers => [this];

    /// <summary>All that it may write.</summary>
    public IEnumerable<Buffer> MayWrite => WritesOnRequest is { } other ? [Writes, other] : [Writes];

    /// <summary>Learned values, as PyTorch counts them: without running statistics.</summary>
    public virtual long Parameters => 0;

    public virtual long MultiplyAdds => 0;

    /// <summary>Floats of packed weights.</summary>
    public virtual long PackedFloats => 0;

    /// <summary>Floats that each worker needs for itself while it runs.</summary>
    public virtual long WorkerScratch => 0;

    /// <summary>Where the packed weights begin, in floats.</summary>
    public long WeightsOffset { get; set; }
}

/// <summary>Copies the caller's images into planes with a border.</summary>
internal sealed record PadInput(InputPlanes Planes) : Operation("input")
{
    public override IEnumerable<Buffer> Reads => [];
    public override Buffer Writes => Planes;
    public override IEnumerable<Operation> Layers => [];
}

/// <summary>The first convolution, from planes to blocks; batch norm folded, ReLU fused.</summary>
internal sealed record StemConvolution(
    string Name,
    string BatchNorm,
    InputPlanes Input,
    Activation Output,
    int Kernel,
    int Stride
) : Operation(Name)
{
    public override IEnumerable<Buffer> Reads => [Input];
    public override Buffer Writes => Output;
    public override long Parameters =>
        ((long)Input.Channels * Output.Channels * Kernel * Kernel) + (2L * Output.Channels);
    public override long MultiplyAdds =>
        (long)Input.Channels * Output.Channels * Kernel * Kernel * Output.Height * Output.Width;
    public override long PackedFloats => PackedLayout.PlanarConvolution(Input.Channels, Output.Channels, Kernel);
}

/// <summary>
/// A 7x7 stem with stride 2 by Winograd and its max pool, from the caller's images to blocks; batch norm folded, ReLU
/// and pool fused. The map before the pool is written only for a caller who asks for it.
/// </summary>
internal sealed record StemWinograd(
    string Name,
    string BatchNorm,
    int Channels,
    int Height,
    int Width,
    Activation Output,
    Activation Pooled,
    int Kernel,
    int Stride
) : Operation(Name)
{
    public override IEnumerable<Buffer> Reads => [];
    public override Buffer Writes => Pooled;
    public override Buffer? WritesOnRequest => Output;
    public override IEnumerable<Operation> Layers => [this, new MaxPool(Output, Pooled)];
    public override long Parameters => ((long)Channels * Output.Channels * Kernel * Kernel) + (2L * Output.Channels);
    public override long MultiplyAdds =>
        (long)Channels * Output.Channels * Kernel * Kernel * Output.Height * Output.Width;
    public override long PackedFloats =>
        PackedLayout.Bias(Output.Channels) + StemWinogradLayout.Weights(Channels, Output.Channels);
    public override long WorkerScratch => StemWinogradLayout.WorkerScratch(Output.Channels, Output.Width);
}

/// <summary>
/// A convolution between blocked activations, of so many images at once; batch norm folded, residual and ReLU fused.
/// </summary>
internal sealed record Convolution(
    string Name,
    string BatchNorm,
    Activation Input,
    Activation Output,
    Activation? Residual,
    int Kernel,
    int Stride,
    int Groups,
    bool Relu,
    int Images,
    Algorithm Algorithm
) : Operation(Name)
{
    /// <summary>Rows and columns of a square of outputs under Winograd with transformed weights; 0 without.</summary>
    public int OutputTile => Algorithm.OutputTile();

    public override IEnumerable<Buffer> Reads => Residual is null ? [Input] : [Input, Residual];
    public override Buffer Writes => Output;
    public override long Parameters => WeightCount + (2L * Output.Channels);
    public override long MultiplyAdds => WeightCount * Output.Height * Output.Width;
    public override long PackedFloats =>
        Algorithm switch
        {
            Algorithm.Direct or Algorithm.ZeroSkipping or Algorithm.Winograd4FromTaps => PackedLayout.Convolution(
                Input.Channels,
                Output.Channels,
                Kernel,
                Groups
            ),
            Algorithm.Grouped => PackedLayout.Bias(Output.Channels) + GroupedLayout.Weights(Output.Channels, Groups),
            _ => PackedLayout.Bias(Output.Channels)
                + WinogradLayout.Weights(OutputTile, Stride, Input.Channels, Output.Channels),
        };

    public override long WorkerScratch =>
        Algorithm switch
        {
            Algorithm.Direct => DirectLayout.WorkerScratch(
                Input.Channels,
                Kernel,
                Stride,
                Groups,
                Output.Height,
                Output.Width,
                Input.Halo,
                Output.Halo
            ),
            Algorithm.Grouped => 0,
            Algorithm.ZeroSkipping => ZeroSkippingLayout.WorkerScratch(
                Input.Channels,
                Images,
                Output.Height,
                Output.Width,
                Kernel,
                Stride
            ),
            Algorithm.Winograd4FromTaps => WinogradTapsLayout.WorkerScratch(
                Input.Channels,
                Squares(WinogradTapsLayout.Outputs)
            ),
            _ => WinogradLayout.WorkerScratch(OutputTile, Stride, Input.Channels, Output.Channels, Squares(OutputTile)),
        };

    private long WeightCount => (long)Input.Channels / Groups * Output.Channels * Kernel * Kernel;

    private long Squares(int m) => (long)WinogradLayout.Tiles(m, Output.Height, Output.Width) * Images;
}

/// <summary>3x3 max pooling with stride 2 and padding 1.</summary>
internal sealed record MaxPool(Activation Input, Activation Output) : Operation("maxpool")
{
    public override IEnumerable<Buffer> Reads => [Input];
    public override Buffer Writes => Output;
}

/// <summary>The shortcut without parameters: every second row and column, zero channels on both sides.</summary>
internal sealed record ZeroPadShortcut(string Name, Activation Input, Activation Output, int Stride) : Operation(Name)
{
    public override IEnumerable<Buffer> Reads => [Input];
    public override Buffer Writes => Output;

    /// <summary>Zero channels before the first old one: half of the new ones, rounded down.</summary>
    public int ChannelsBefore => (Output.Channels - Input.Channels) / 2;
}

/// <summary>The mean of each channel: the embedding.</summary>
internal sealed record GlobalAveragePool(Activation Input, Features Output) : Operation("avgpool")
{
    public override IEnumerable<Buffer> Reads => [Input];
    public override Buffer Writes => Output;
}

/// <summary>The classifier.</summary>
internal sealed record Linear(string Name, Features Input, Features Output) : Operation(Name)
{
    public override IEnumerable<Buffer> Reads => [Input];
    public override Buffer Writes => Output;
    public override long Parameters => MultiplyAdds + Output.Count;
    public override long MultiplyAdds => (long)Input.Count * Output.Count;
    public override long PackedFloats => PackedLayout.Linear(Input.Count, Output.Count);
}
