using System.Buffers;
using System.Numerics;

namespace ResNetGen.Weights;

/// <summary>
/// The weights of one layer as a kernel applies them: a convolution with its batch norm folded in, or a linear layer.
/// The bias is at hand. The weights are read and scaled on demand, some output channels at a time: packing needs no
/// second copy of the layer.
/// </summary>
public sealed class LayerWeights
{
    /// <summary>PyTorch's default for batch norm, which all published ResNets have.</summary>
    public const double DefaultEpsilon = 1e-5;

    // 4 KiB on the stack: a part of a channel on its way to float32.
    private const int Chunk = 512;

    private readonly BoundWeights _weights;
    private readonly string _name;
    private readonly SafetensorsTensor _tensor;
    private readonly double[]? _scale;
    private readonly double[] _bias;

    private LayerWeights(BoundWeights weights, string name, SafetensorsTensor tensor, double[]? scale, double[] bias)
    {
        _weights = weights;
        _name = name;
        _tensor = tensor;
        _scale = scale;
        _bias = bias;
        OutputChannels = bias.Length;
        ChannelLength = checked((int)(tensor.ElementCount / Math.Max(1, bias.Length)));
    }

    /// <summary>Output channels of the convolution, outputs of the linear layer.</summary>
    public int OutputChannels { get; }

    /// <summary>
    /// Weights of each output channel: input channels per group * rows * columns, in this order; inputs of the linear
    /// layer.
    /// </summary>
    public int ChannelLength { get; }

    /// <summary>
    /// What is added to each output channel: of a convolution <c>beta - mean * gamma / sqrt(variance + epsilon)</c>,
    /// of a linear layer its bias. <see cref="OutputChannels"/> finite values.
    /// </summary>
    public ReadOnlySpan<double> Bias => _bias;

    /// <summary>
    /// Folds a batch norm into the convolution before it: <c>weight * gamma / sqrt(variance + epsilon)</c>, computed in
    /// float64.
    /// </summary>
    /// <param name="weights">Where the tensors of both layers are bound.</param>
    /// <param name="convolution">The convolution, by its name without <c>.weight</c>: <c>layer1.0.conv1</c>.</param>
    /// <param name="batchNorm">The batch norm: <c>layer1.0.bn1</c>.</param>
    /// <param name="epsilon">What the batch norm adds to the variance.</param>
    /// <exception cref="WeightFileException">A value of the batch norm is no finite number, or a variance is
    /// negative.</exception>
    /// <exception cref="ArgumentException">A tensor is not bound, or the two layers differ in channels.</exception>
    public static LayerWeights FoldConvolution(
        BoundWeights weights,
        string convolution,
        string batchNorm,
        double epsilon = DefaultEpsilon
    )
    {
        ArgumentNullException.ThrowIfNull(weights);
        SafetensorsTensor tensor = Weight(weights, convolution, "a convolution", shape => shape.Rank == 4);
        int channels = checked((int)tensor.Shape[0]);
        (double[] scale, double[] bias) = BatchNormFold.Read(weights, batchNorm, channels, epsilon);
        return new(weights, convolution + ".weight", tensor, scale, bias);
    }

    /// <summary>
    /// A linear layer: weight [outputs, inputs] or [outputs, inputs, 1, 1], and bias [outputs], zeros if there is none.
    /// </summary>
    /// <param name="weights">Where the tensors are bound.</param>
    /// <param name="linear">The layer, by its name without <c>.weight</c>: <c>fc</c>.</param>
    /// <exception cref="WeightFileException">A value of the bias is no finite number.</exception>
    /// <exception cref="ArgumentException">A tensor is not bound, or is of another shape.</exception>
    public static LayerWeights Linear(BoundWeights weights, string linear)
    {
        ArgumentNullException.ThrowIfNull(weights);
        SafetensorsTensor tensor = Weight(weights, linear, "a linear layer", NameMap.IsLinear);
        int outputs = checked((int)tensor.Shape[0]);
        string name = linear + ".bias";
        double[] bias = weights.Has(name) ? FiniteValues.Read(weights, name, outputs) : new double[outputs];
        return new(weights, linear + ".weight", tensor, scale: null, bias);
    }

    /// <summary>Reads the weights of output channels, one channel after the other, as float64.</summary>
    /// <param name="first">The first output channel.</param>
    /// <param name="count">How many.</param>
    /// <param name="destination">Takes <paramref name="count"/> * <see cref="ChannelLength"/> values; it may be
    /// longer.</param>
    /// <exception cref="WeightFileException">A weight is no finite number.</exception>
    /// <exception cref="ArgumentException">There are no such channels, or the destination is too short.</exception>
    public unsafe void ReadChannels(int first, int count, Span<double> destination)
    {
        destination = Checked(first, count, destination);
        using MemoryHandle pin = _weights.File.Pin();
        for (int channel = first; channel < first + count; channel++)
        {
            Read((byte*)pin.Pointer, channel, 0, destination[..ChannelLength]);
            destination = destination[ChannelLength..];
        }
    }

    /// <summary>
    /// Reads the weights of output channels, one channel after the other: folded in float64, then rounded to float32.
    /// </summary>
    /// <inheritdoc cref="ReadChannels(int, int, Span{double})"/>
    public unsafe void ReadChannels(int first, int count, Span<float> destination)
    {
        destination = Checked(first, count, destination);
        using MemoryHandle pin = _weights.File.Pin();
        for (int channel = first; channel < first + count; channel++)
        {
            Read((byte*)pin.Pointer, channel, 0, destination[..ChannelLength]);
            destination = destination[ChannelLength..];
        }
    }

    /// <summary>Reads a part of a channel.</summary>
    /// <param name="file">The first byte of the file.</param>
    /// <param name="channel">The output channel.</param>
    /// <param name="index">The first of its values.</param>
    /// <param name="values">Filled.</param>
    internal unsafe void Read(byte* file, int channel, int index, Span<float> values)
    {
        Span<double> buffer = stackalloc double[Chunk];
        while (!values.IsEmpty)
        {
            Span<double> doubles = buffer[..Math.Min(Chunk, values.Length)];
            Read(file, channel, index, doubles);
            if (!VectorLoops.DoubleToSingle(doubles, values))
            {
                throw Bad(channel, index, values[..doubles.Length]);
            }

            values = values[doubles.Length..];
            index += doubles.Length;
        }
    }

    /// <inheritdoc cref="Read(byte*, int, int, Span{float})"/>
    internal unsafe void Read(byte* file, int channel, int index, Span<double> values)
    {
        long position = PositionOf(channel, index);
        int bytes = (int)(PositionOf(channel, index + values.Length) - position);
        ValueConversion.ToDouble(_tensor.DataType, new(file + position, bytes), values);
        if (!VectorLoops.Scale(values, _scale is null ? 1 : _scale[channel]))
        {
            throw Bad(channel, index, values);
        }
    }

    /// <summary>Channels that are not needed any more: see <see cref="ByteSource.LetGo"/>.</summary>
    internal void LetGo(int first, int count)
    {
        long position = PositionOf(first, 0);
        _weights.File.LetGo(position, PositionOf(first + count, 0) - position);
    }

    private long PositionOf(int channel, int index) =>
        _tensor.Position + ((((long)channel * ChannelLength) + index) * (TensorDataTypes.Bits(_tensor.DataType) / 8));

    private WeightFileException Bad<T>(int channel, int index, ReadOnlySpan<T> values)
        where T : INumberBase<T>
    {
        while (T.IsFinite(values[0]))
        {
            values = values[1..];
            index++;
        }

        long position = ((long)channel * ChannelLength) + index;
        Span<double> stored = stackalloc double[1];
        _weights.File.ReadDouble(_tensor, position, stored);
        return FiniteValues.Error(
            _weights,
            _name,
            position,
            stored[0],
            double.IsFinite(stored[0]) ? "too large to be scaled" : "not a finite number"
        );
    }

    private Span<T> Checked<T>(int first, int count, Span<T> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, OutputChannels - first);
        int length = checked(count * ChannelLength);
        return destination.Length >= length
            ? destination[..length]
            : throw new ArgumentException(
                $"{length} values do not fit into {destination.Length}.",
                nameof(destination)
            );
    }

    private static SafetensorsTensor Weight(
        BoundWeights weights,
        string layer,
        string expected,
        Func<TensorShape, bool> fits
    )
    {
        SafetensorsTensor tensor = weights[layer + ".weight"];
        return fits(tensor.Shape)
            ? tensor
            : throw new ArgumentException(
                $"{layer}.weight is {tensor.Shape}, where {expected} is expected.",
                nameof(layer)
            );
    }
}
