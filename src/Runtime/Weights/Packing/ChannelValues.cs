namespace ResNetGen.Weights;

/// <summary>The weights of a layer, one output channel after the other: [input][row][column].</summary>
internal abstract class ChannelValues
{
    /// <summary>Output channels.</summary>
    public abstract int Channels { get; }

    /// <summary>Values of a channel.</summary>
    public abstract int ChannelLength { get; }

    /// <summary>Reads a channel, rounded to float32.</summary>
    public abstract void Read(int channel, Span<float> values);

    /// <summary>Reads a channel.</summary>
    public abstract void Read(int channel, Span<double> values);
}

/// <summary>The weights of a file's tensor, its batch norm folded in.</summary>
internal sealed class FoldedChannels(LayerWeights weights) : ChannelValues
{
    public override int Channels => weights.OutputChannels;

    public override int ChannelLength => weights.ChannelLength;

    public override void Read(int channel, Span<float> values) => weights.ReadChannels(channel, 1, values);

    public override void Read(int channel, Span<double> values) => weights.ReadChannels(channel, 1, values);
}

/// <summary>The weights of a packed file, stored as PyTorch has them.</summary>
internal sealed unsafe class StoredChannels(byte* source, TensorDataType type, int channels, int length) : ChannelValues
{
    private readonly int _bytes = length * TensorDataTypes.Bits(type) / 8;

    public override int Channels => channels;

    public override int ChannelLength => length;

    public override void Read(int channel, Span<float> values) =>
        ValueConversion.ToSingle(type, Stored(channel), values);

    public override void Read(int channel, Span<double> values) =>
        ValueConversion.ToDouble(type, Stored(channel), values);

    private ReadOnlySpan<byte> Stored(int channel) => new(source + ((long)channel * _bytes), _bytes);
}
