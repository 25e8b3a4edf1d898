using System.IO.Hashing;
using System.Runtime.InteropServices;
using ResNetGen.Runtime;

namespace ResNetGen.Weights;

/// <summary>Packs a network layer by layer into a stream: no more than one layer is in memory.</summary>
internal sealed unsafe class PackedWriter
{
    private const int Chunk = 1 << 16;
    private const int HugePage = 2 << 20;

    private readonly Stream _stream;
    private readonly XxHash128 _hash = new();
    private readonly byte[] _buffer = new byte[Chunk * sizeof(ushort)];

    private PackedWriter(Stream stream) => _stream = stream;

    /// <summary>Writes a packed file.</summary>
    /// <param name="info">The network.</param>
    /// <param name="file">Its weights.</param>
    /// <param name="storage">How weights are stored.</param>
    /// <param name="width">The width of vectors that the file is for; <see langword="null"/> for all.</param>
    /// <param name="stream">Empty, and seekable: what stands first is known last.</param>
    /// <param name="progress">Told after each layer which share of the work is done.</param>
    /// <param name="cancellationToken">Looked at before each layer.</param>
    /// <exception cref="WeightException">The weights are not this network's, or cannot be stored so.</exception>
    public static void Write(
        ModelInfo info,
        SafetensorsFile file,
        WeightStorage storage,
        VectorWidth? width,
        Stream stream,
        IProgress<double>? progress,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<PackedSlot> slots = SlotsOf(info, width);
        BoundWeights bound = BoundWeights.Bind(file, ExpectedTensors.Of(info));
        PackedHeader header = Describe(info, slots, storage, width);

        // What is written at once, and begins at a multiple of its length, Linux keeps in one page: a process maps it some
        // twenty times as fast as 512 small ones.
        BufferedStream buffered = new(stream, HugePage);
        PackedWriter writer = new(buffered);
        buffered.Write(new byte[PackedFormat.PayloadPosition(header.ToJson().Length)]);
        foreach ((PackedSlot slot, PackedPart[] parts) in slots.Zip(header.Parts.Chunk(2)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.WriteLayer(bound, slot, parts[1]);
            progress?.Report((double)slot.End / slots[^1].End);
        }

        header = header with { Content = Convert.ToHexStringLower(writer._hash.GetCurrentHash()) };
        buffered.Position = 0;
        buffered.Write(PackedFormat.WriteStart(header.ToJson(), header.PayloadBytes));
        buffered.Flush();
    }

    /// <summary>
    /// The header of a network's packed file. The hash of the content is zeros: it is known when that is written.
    /// </summary>
    public static PackedHeader Describe(ModelInfo info, WeightStorage storage, VectorWidth? width) =>
        Describe(info, SlotsOf(info, width), storage, width);

    // A file for all widths has the order of any: what depends on the width is stored as PyTorch has it.
    private static IReadOnlyList<PackedSlot> SlotsOf(ModelInfo info, VectorWidth? width) =>
        NetworkSlots.Of(info, width ?? VectorWidth.Vector512);

    private static PackedHeader Describe(
        ModelInfo info,
        IReadOnlyList<PackedSlot> slots,
        WeightStorage storage,
        VectorWidth? width
    )
    {
        List<PackedPart> parts = [];
        long offset = 0;
        foreach (PackedSlot slot in slots)
        {
            // So few of the values that 16 bits would save nothing: 0.05 % of a ResNet-18.
            Add(slot.BiasName, PackedForm.Packed, TensorDataType.F32, slot.BiasLength);
            (PackedForm form, TensorDataType type) = PackedChoice.For(slot, storage, width);
            Add(
                slot.WeightsName,
                form,
                type,
                form == PackedForm.Kernel ? slot.Layer.Shape.Weights : slot.WeightsLength
            );
        }

        // The hash takes as much room before it is known.
        string plan = PackedPlan.Hash(info, width),
            unknown = new('0', plan.Length);
        return new PackedHeader(info.Name, info.Declaration, PackedPlan.PackingVersion, plan, unknown, parts);

        void Add(string name, PackedForm form, TensorDataType type, long values)
        {
            long bytes = values * TensorDataTypes.Bits(type) / 8;
            parts.Add(new(name, form, type, offset, bytes));
            offset += bytes;
        }
    }

    private void WriteLayer(BoundWeights bound, PackedSlot slot, PackedPart stored)
    {
        PackedSlot alone = slot with { Start = 0 };
        if (stored.Form == PackedForm.Packed)
        {
            using AlignedMemory memory = new(alone.End);
            WeightPacker.Pack([alone], bound, memory.Pointer);
            Write(bound, slot, TensorDataType.F32, memory.Pointer, slot.BiasLength);
            Write(bound, slot, stored.Type, memory.Pointer + alone.WeightsStart, slot.WeightsLength);
            return;
        }

        LayerWeights weights = WeightLoader.Fold(bound, slot.Layer);
        float[] bias = new float[slot.BiasLength];
        fixed (float* values = bias)
        {
            WeightPacker.PackBias(weights, values);
            Write(bound, slot, TensorDataType.F32, values, slot.BiasLength);
        }

        float[] channel = new float[weights.ChannelLength];
        for (int output = 0; output < weights.OutputChannels; output++)
        {
            weights.ReadChannels(output, 1, channel);
            fixed (float* values = channel)
            {
                Write(bound, slot, stored.Type, values, channel.Length);
            }
        }
    }

    private void Write(BoundWeights bound, PackedSlot slot, TensorDataType type, float* values, long length)
    {
        for (long done = 0; done < length; done += Chunk)
        {
            ReadOnlySpan<float> chunk = new(values + done, (int)Math.Min(Chunk, length - done));
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(chunk);
            if (type != TensorDataType.F32)
            {
                if (!ValueConversion.FromSingle(type, chunk, _buffer))
                {
                    string tensor = bound[slot.WeightsName].Name;
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
