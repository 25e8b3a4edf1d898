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
    /// <param name="choose">How each part is stored.</param>
    /// <param name="stream">Empty, and seekable: what stands first is known last.</param>
    /// <param name="progress">Told after each layer which share of the work is done.</param>
    /// <param name="cancellationToken">Looked at before each layer.</param>
    /// <exception cref="WeightException">The weights are not this network's, or cannot be stored so.</exception>
    public static void Write(
        ModelInfo info,
        SafetensorsFile file,
        Func<NetworkPart, (PackedForm Form, TensorDataType Type)> choose,
        Stream stream,
        IProgress<double>? progress,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<NetworkPart> parts = NetworkPart.Of(info);
        BoundWeights bound = BoundWeights.Bind(file, ExpectedTensors.Of(info));
        PackedHeader header = Describe(info, parts, choose);

        PackedWriter writer = new(stream);
        stream.Position = PackedFormat.PayloadPosition(header.ToJson().Length);
        for (int i = 0; i < parts.Count; i += 2)
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.WriteLayer(bound, parts[i], parts[i + 1], header.Parts[i].Type, header.Parts[i + 1]);
            progress?.Report((double)(parts[i + 1].Start + parts[i + 1].Length) / (info.WeightBytes / sizeof(float)));
        }

        header = header with { Content = Convert.ToHexStringLower(writer._hash.GetCurrentHash()) };
        stream.Position = 0;
        stream.Write(PackedFormat.WriteStart(header.ToJson(), header.PayloadBytes));
    }

    /// <summary>
    /// The header of the file that a network gets; what its content has for a hash is not known before it is written.
    /// </summary>
    public static PackedHeader Describe(ModelInfo info, WeightStorage storage) =>
        Describe(info, NetworkPart.Of(info), part => PackedChoice.For(part, storage));

    private static PackedHeader Describe(
        ModelInfo info,
        IReadOnlyList<NetworkPart> parts,
        Func<NetworkPart, (PackedForm Form, TensorDataType Type)> choose
    )
    {
        List<PackedPart> stored = [];
        long offset = 0;
        foreach (NetworkPart part in parts)
        {
            (PackedForm form, TensorDataType type) = choose(part);
            long bytes = part.Values(form) * TensorDataTypes.Bits(type) / 8;
            stored.Add(new PackedPart(part.Name, form, type, offset, bytes));
            offset += bytes;
        }

        // The hash takes as much room before it is known.
        string plan = PackedPlan.Hash(info),
            unknown = new('0', plan.Length);
        return new PackedHeader(info.Name, info.Declaration, PackedPlan.LayoutVersion, plan, unknown, stored);
    }

    private void WriteLayer(
        BoundWeights bound,
        NetworkPart bias,
        NetworkPart weight,
        TensorDataType biasType,
        PackedPart stored
    )
    {
        LayerInfo layer = weight.Layer;
        LayerWeights weights = WeightLoader.Fold(bound, layer);
        using AlignedMemory memory = new(bias.Length + (stored.Form == PackedForm.Packed ? weight.Length : 0));
        WeightPacker.PackBias(layer, weights, memory.Pointer);
        if (stored.Form == PackedForm.Packed)
        {
            WeightPacker.PackWeights(layer, weights, memory.Pointer + bias.Length);
        }

        Write(bound, bias, biasType, memory.Pointer, bias.Length);
        if (stored.Form == PackedForm.Packed)
        {
            Write(bound, weight, stored.Type, memory.Pointer + bias.Length, weight.Length);
            return;
        }

        float[] channel = new float[weights.ChannelLength];
        for (int output = 0; output < layer.OutChannels; output++)
        {
            weights.ReadChannels(output, 1, channel);
            fixed (float* values = channel)
            {
                Write(bound, weight, stored.Type, values, channel.Length);
            }
        }
    }

    private void Write(BoundWeights bound, NetworkPart part, TensorDataType type, float* values, long length)
    {
        for (long done = 0; done < length; done += Chunk)
        {
            ReadOnlySpan<float> chunk = new(values + done, (int)Math.Min(Chunk, length - done));
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(chunk);
            if (type != TensorDataType.F32)
            {
                if (!ValueConversion.FromSingle(type, chunk, _buffer))
                {
                    throw new WeightFileException(
                        bound.File.Name,
                        $"tensor {Quoted.Text(bound[$"{part.Layer.Name}.weight"].Name)} has, with its batch norm folded in, a value beyond the range of {TensorDataTypes.Name(type)}",
                        "Store the weights in F32.",
                        bound[$"{part.Layer.Name}.weight"].Name
                    );
                }

                bytes = _buffer.AsSpan(0, chunk.Length * sizeof(ushort));
            }

            _hash.Append(bytes);
            _stream.Write(bytes);
        }
    }
}
