namespace ResNetGen.Weights;

/// <summary>The weights of a layer, each output channel: [input][row][column].</summary>
internal abstract class ChannelValues
{
    /// <summary>Output channels.</summary>
    public abstract int Channels { get; }

    /// <summary>Values of a channel.</summary>
    public abstract int ChannelLength { get; }

    /// <summary>Reads a part of a channel, rounded to float32.</summary>
    public abstract void Read(int channel, int first, Span<float> values);

    /// <summary>Reads a part of a channel.</summary>
    public abstract void Read(int channel, int first, Span<double> values);
}

/// <summary>The weights of a file's tensor, its batch norm folded in.</summary>
/// <param name="weights">The weights.</param>
/// <param name="file">The first byte of the file.</param>
internal sealed unsafe class FoldedChannels(LayerWeights weights, byte* file) : ChannelValues
{
    public override int Channels => weights.OutputChannels;

    public override int ChannelLength => weights.ChannelLength;

    public override void Read(int channel, int first, Span<float> values) => weights.Read(file, channel, first, values);

    public override void Read(int channel, int first, Span<double> values) =>
        weights.Read(file, channel, first, values);
}

/// <summary>The weights of a packed file, stored as PyTorch has them.</summary>
internal sealed unsafe class StoredChannels(byte* source, TensorDataType type, int channels, int length) : ChannelValues
{
    private readonly int _size = TensorDataTypes.Bits(type) / 8;

    public override int Channels => channels;

    public override int ChannelLength => length;

    public override void Read(int channel, int first, Span<float> values) =>
        ValueConversion.ToSingle(type, Stored(channel, first, values.Length), values);

    public override void Read(int channel, int first, Span<double> values) =>
        ValueConversion.ToDouble(type, Stored(channel, first, values.Length), values);

    private ReadOnlySpan<byte> Stored(int channel, int first, int count) =>
        new(source + ((((long)channel * length) + first) * _size), count * _size);
}
