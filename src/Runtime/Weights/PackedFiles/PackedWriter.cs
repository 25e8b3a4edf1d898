using System.IO.Hashing;
using System.Runtime.InteropServices;
using ResNetGen.Runtime;

namespace ResNetGen.Weights;

/// <summary>Packs a network layer by layer into a stream: no more than one layer is in memory.</summary>
internal sealed unsafe class PackedWriter
{
    private const int Chunk = 1 << 16;

    private readonly Stream _stream;
    private readonly XxHash128 _hash = new();
    private readonly byte[] _buffer = new byte[Chunk * sizeof(ushort)];

    private PackedWriter(Stream stream) => _stream = stream;

    /// <summary>Writes a packed file.</summary>
    /// <param name="info">The network.</param>
    /// <param name="file">Its weights.</param>
    /// <param name="storage">How weights are stored.</param>
    /// <param name="stream">Empty, and seekable: what stands first is known last.</param>
    /// <param name="progress">Told after each layer which share of the work is done.</param>
    /// <param name="cancellationToken">Looked at before each layer.</param>
    /// <exception cref="WeightException">The weights are not this network's, or cannot be stored so.</exception>
    public static void Write(
        ModelInfo info,
        SafetensorsFile file,
        WeightStorage storage,
        Stream stream,
        IProgress<double>? progress,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<WeightedLayer> layers = WeightedLayer.Of(info);
        BoundWeights bound = BoundWeights.Bind(file, ExpectedTensors.Of(info));
        PackedHeader header = Describe(info, layers, storage);

        PackedWriter writer = new(stream);
        stream.Position = PackedFormat.PayloadPosition(header.ToJson().Length);
        foreach ((WeightedLayer layer, PackedPart[] parts) in layers.Zip(header.Parts.Chunk(2)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.WriteLayer(bound, layer, parts[1]);
            progress?.Report((double)layer.End / layers[^1].End);
        }

        header = header with { Content = Convert.ToHexStringLower(writer._hash.GetCurrentHash()) };
        stream.Position = 0;
        stream.Write(PackedFormat.WriteStart(header.ToJson(), header.PayloadBytes));
    }

    /// <summary>
    /// The header of the file that a network gets; what its content has for a hash is not known before it is written.
    /// </summary>
    public static PackedHeader Describe(ModelInfo info, WeightStorage storage) =>
        Describe(info, WeightedLayer.Of(info), storage);

    private static PackedHeader Describe(ModelInfo info, IReadOnlyList<WeightedLayer> layers, WeightStorage storage)
    {
        List<PackedPart> parts = [];
        long offset = 0;
        foreach (WeightedLayer layer in layers)
        {
            // So few of the values that 16 bits would save nothing: 0.05 % of a ResNet-18.
            Add(layer.BiasName, PackedForm.Packed, TensorDataType.F32, layer.BiasLength);
            (PackedForm form, TensorDataType type) = PackedChoice.For(layer, storage);
            Add(layer.WeightsName, form, type, form == PackedForm.Kernel ? layer.KernelLength : layer.WeightsLength);
        }

        // The hash takes as much room before it is known.
        string plan = PackedPlan.Hash(info),
            unknown = new('0', plan.Length);
        return new PackedHeader(info.Name, info.Declaration, PackedPlan.PackingVersion, plan, unknown, parts);

        void Add(string name, PackedForm form, TensorDataType type, long values)
        {
            long bytes = values * TensorDataTypes.Bits(type) / 8;
            parts.Add(new(name, form, type, offset, bytes));
            offset += bytes;
        }
    }

    private void WriteLayer(BoundWeights bound, WeightedLayer layer, PackedPart stored)
    {
        LayerWeights weights = WeightLoader.Fold(bound, layer.Layer);
        bool isPacked = stored.Form == PackedForm.Packed;
        using AlignedMemory memory = new(layer.BiasLength + (isPacked ? layer.WeightsLength : 0));
        WeightPacker.PackBias(layer.Layer, weights, memory.Pointer);
        Write(bound, layer, TensorDataType.F32, memory.Pointer, layer.BiasLength);
        if (isPacked)
        {
            float* packed = memory.Pointer + layer.BiasLength;
            WeightPacker.PackWeights(layer.Layer, weights, packed);
            Write(bound, layer, stored.Type, packed, layer.WeightsLength);
            return;
        }

        float[] channel = new float[weights.ChannelLength];
        for (int output = 0; output < weights.OutputChannels; output++)
        {
            weights.ReadChannels(output, 1, channel);
            fixed (float* values = channel)
            {
                Write(bound, layer, stored.Type, values, channel.Length);
            }
        }
    }

    private void Write(BoundWeights bound, WeightedLayer layer, TensorDataType type, float* values, long length)
    {
        for (long done = 0; done < length; done += Chunk)
        {
            ReadOnlySpan<float> chunk = new(values + done, (int)Math.Min(Chunk, length - done));
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(chunk);
            if (type != TensorDataType.F32)
            {
                if (!ValueConversion.FromSingle(type, chunk, _buffer))
                {
                    string tensor = bound[layer.WeightsName].Name;
                    throw new WeightFileException(
                        bound.File.Name,
                        $"tensor {Quoted.Text(tensor)} has, with its batch norm folded in, a value beyond the range of "
                            + TensorDataTypes.Name(type),
                        "Store the weights in F32.",
                        tensor
                    );
                }

                bytes = _buffer.AsSpan(0, chunk.Length * sizeof(ushort));
            }

            _hash.Append(bytes);
            _stream.Write(bytes);
        }
    }
}
