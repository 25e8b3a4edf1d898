using System.IO.Hashing;
using ResNetGen.Runtime;

namespace ResNetGen.Weights;

/// <summary>An open packed file. Opening checks frame and header, <see cref="Verify"/> the content.</summary>
internal sealed unsafe class PackedFile : IDisposable
{
    /// <summary>How to pack: the command line only packs for networks of its own.</summary>
    public const string HowToPack =
        "PackedWeights.Pack<T>, or for a network that 'resnetgen list' has: resnetgen pack MODEL WEIGHTS -o FILE.";

    private const string Damaged = "It is damaged: copy it again, or " + PackAgain;
    private const string PackAgain = "pack the weights again with this version: " + HowToPack;

    private const int Chunk = 1 << 20;

    private readonly string _name;
    private readonly PinnedBytes _bytes;
    private readonly long _payload;

    private PackedFile(string name, PinnedBytes bytes)
    {
        _name = name;
        _bytes = bytes;
        Header = ReadHeader(out _payload);
    }

    /// <summary>What the file says of itself.</summary>
    public PackedHeader Header { get; }

    /// <summary>Bytes of the whole file.</summary>
    public long Length => _bytes.Length;

    /// <summary>Opens a file.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="source">Its bytes; taken over, also when this throws.</param>
    /// <exception cref="WeightFileException">It is not a whole packed file of this version.</exception>
    public static PackedFile Read(string name, ByteSource source)
    {
        PinnedBytes bytes = new(source);
        try
        {
            return new(name, bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The weights of a network. They are used in place if the bytes stay put and are as the kernels read them; else
    /// they are expanded into other memory. Takes this over, also when it throws.
    /// </summary>
    /// <param name="info">The network.</param>
    /// <param name="placement">Which bytes may stay in place.</param>
    /// <param name="width">The width of vectors that reads them.</param>
    /// <exception cref="WeightFileException">The file was packed for another network.</exception>
    public SharedWeights Load(ModelInfo info, PackedPlacement placement, VectorWidth width)
    {
        try
        {
            IReadOnlyList<PackedSlot> slots = NetworkSlots.Of(info, width);
            CheckNetwork(info, slots, width);
            byte* payload = _bytes.Pointer + _payload;
            if (Header.IsMemoryImage && _bytes.StayPut && (nuint)payload % placement.Alignment == 0)
            {
                MemoryAdvice.UseHugePages(_bytes.Pointer, (nuint)_bytes.Length);
                _bytes.LeaveToOwner();
                return new((float*)payload, this);
            }

            AlignedMemory memory = new(slots[^1].End);
            try
            {
                Dictionary<string, PackedPart[]> parts = slots
                    .Zip(Header.Parts.Chunk(2))
                    .ToDictionary(pair => pair.First.Layer.Name, pair => pair.Second);
                PackingWork.Run(
                    slots,
                    (slot, first, end) => Expand(slot, parts[slot.Layer.Name], first, end, memory.Pointer)
                );
            }
            catch
            {
                memory.Dispose();
                throw;
            }

            Dispose();
            return new(memory);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Reads the whole content and holds it against its hash.</summary>
    /// <exception cref="WeightFileException">It is not what was packed.</exception>
    public void Verify()
    {
        XxHash128 hash = new();
        for (long position = _payload; position < Length; position += Chunk)
        {
            hash.Append(Bytes(position, (int)Math.Min(Chunk, Length - position)));
        }

        string found = Convert.ToHexStringLower(hash.GetCurrentHash());
        if (found != Header.Content)
        {
            throw Error(
                $"the content has the hash {found}, where the header says {Quoted.Text(Header.Content)}",
                Damaged
            );
        }
    }

    public void Dispose() => _bytes.Dispose();

    private PackedHeader ReadHeader(out long payload)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Weights are read on little-endian machines alone.");
        }

        ReadOnlySpan<byte> prelude = ReadPrelude();
        long headerLength = PackedFormat.ReadHeaderLength(prelude);
        payload = PackedFormat.PayloadPosition(headerLength);
        ReadOnlySpan<byte> bytes = Bytes(PackedFormat.PreludeBytes, (int)headerLength);
        if (!PackedFormat.ComputeChecksum(prelude, bytes).AsSpan().SequenceEqual(PackedFormat.Checksum(prelude)))
        {
            throw Error("the header does not have the checksum that it says it has", Damaged);
        }

        PackedHeader header = ParseHeader(bytes);
        if (header.PayloadBytes != Length - payload)
        {
            throw Error(
                $"the parts of the header are {header.PayloadBytes} bytes, and {Length - payload} follow",
                Damaged,
                PackedFormat.PreludeBytes
            );
        }

        long end = PackedFormat.PreludeBytes + headerLength;
        if (Bytes(end, (int)(payload - end)).ContainsAnyExcept((byte)0))
        {
            throw Error("there are other bytes than zeros between the header and the content", Damaged, end);
        }

        return header;
    }

    private ReadOnlySpan<byte> ReadPrelude()
    {
        ReadOnlySpan<byte> prelude = Bytes(0, (int)Math.Min(Length, PackedFormat.PreludeBytes));
        if (prelude.Length < PackedFormat.PreludeBytes)
        {
            throw Error(
                $"the file has {prelude.Length} bytes, where a packed file begins with {PackedFormat.PreludeBytes}",
                "It is cut short: copy it again, or " + PackAgain
            );
        }

        if (!PackedFormat.HasMagic(prelude))
        {
            throw Error(
                "the first bytes are those of a packed file that was changed on its way",
                "Copy it again as a binary file, not as text.",
                0
            );
        }

        if (PackedFormat.ReadVersion(prelude) is var version and not PackedFormat.Version)
        {
            throw Error(
                $"the file has version {version} of the format, and this program reads version {PackedFormat.Version}",
                "If it is whole, another version wrote it: " + PackAgain
            );
        }

        ulong length = PackedFormat.ReadFileLength(prelude);
        if (length != (ulong)Length)
        {
            throw Error(
                $"the file has {Length} bytes, where its header says {length}",
                length > (ulong)Length ? "It is cut short: copy it again, or " + PackAgain : Damaged
            );
        }

        uint header = PackedFormat.ReadHeaderLength(prelude);
        return header <= PackedFormat.LongestHeader && PackedFormat.PayloadPosition(header) <= Length
            ? prelude
            : throw Error(
                $"the file says that its header has {header} bytes, and {Length - PackedFormat.PreludeBytes} follow; "
                    + $"{PackedFormat.LongestHeader} is the most",
                Damaged
            );
    }

    private PackedHeader ParseHeader(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return PackedHeader.Parse(bytes);
        }
        catch (FormatException exception)
        {
            throw new WeightFileException(
                _name,
                $"the header is not as this version writes it: {exception.Message.TrimEnd('.')}",
                "If it is whole, another program wrote it: " + PackAgain,
                position: PackedFormat.PreludeBytes,
                inner: exception
            );
        }
    }

    private void CheckNetwork(ModelInfo info, IReadOnlyList<PackedSlot> slots, VectorWidth width)
    {
        if (Header.Layout != PackedPlan.PackingVersion)
        {
            throw Error(
                $"the weights are packed in layout {Header.Layout}, and this version reads layout "
                    + PackedPlan.PackingVersion,
                Capital(PackAgain)
            );
        }

        bool IsFor(VectorWidth? vectors) => Header.Plan == PackedPlan.Hash(info, vectors);

        (bool isForAll, bool isForOne) = (IsFor(null), IsFor(width));
        string? difference = FirstDifference(slots, ofAll: isForAll && !isForOne);
        if (!isForAll && !isForOne)
        {
            int[] others = [.. AlgorithmChoice.Widths.Where(other => IsFor(other)).Select(other => (int)other)];
            if (others.Length > 0)
            {
                throw Error(
                    $"packed for vectors of {string.Join(" or ", others)} bits, and this process computes with {(int)width}",
                    "Pack the weights for all widths, which is what packing does unless it is told one: " + HowToPack
                );
            }

            string detail = difference ?? "a stride, an algorithm or a layer without weights is another";
            string packed = $"packed for {Quoted.Text(Header.Declaration)}";
            throw Header.Declaration == info.Declaration
                ? Error($"{packed} as another version lays it out ({detail})", Capital(PackAgain))
                : Error(
                    $"{packed} ({Quoted.Text(Header.Model)}), where weights of {Quoted.Text(info.Declaration)} "
                        + $"({Quoted.Text(info.Name)}) are expected: {detail}",
                    "Give this network's file, or pack its weights: " + HowToPack
                );
        }

        if (difference is not null)
        {
            throw Error($"the header contradicts itself: {difference}", Damaged);
        }
    }

    /// <summary>Where the parts of the header are not those of a network.</summary>
    /// <param name="slots">The layers of the network.</param>
    /// <param name="ofAll">Whether the file is for all widths of vectors, which read some layers in orders of their own.
    /// </param>
    private string? FirstDifference(IReadOnlyList<PackedSlot> slots, bool ofAll)
    {
        (string Name, long Packed, long Kernel, bool OnlyKernel)[] expected =
        [
            .. slots.SelectMany(slot =>
                new[]
                {
                    (slot.BiasName, slot.BiasLength, 0L, false),
                    (slot.WeightsName, slot.WeightsLength, KernelLength(slot), ofAll && !slot.IsUniform),
                }
            ),
        ];
        for (int i = 0; i < Math.Max(expected.Length, Header.Parts.Count); i++)
        {
            (string? name, long packed, long kernel, bool onlyKernel) = expected.ElementAtOrDefault(i);
            if (i == Header.Parts.Count)
            {
                return $"{name} is missing";
            }

            PackedPart stored = Header.Parts[i];
            if (stored.Name != name)
            {
                return $"{Quoted.Text(stored.Name)} is there, where {name ?? "nothing"} is expected";
            }

            if (stored.Form == PackedForm.Kernel && kernel == 0)
            {
                return $"{name} is stored as a kernel before its transform, and has none";
            }

            if (stored.Form == PackedForm.Packed && onlyKernel)
            {
                return $"{name} is stored in the order of one width of vectors, where each has an order of its own";
            }

            long values = stored.Form == PackedForm.Kernel ? kernel : packed;
            (long found, long rest) = Math.DivRem(stored.Bytes * 8, TensorDataTypes.Bits(stored.Type));
            if (found != values || rest != 0)
            {
                return $"{name} has {found} values, where {values} are expected";
            }
        }

        return null;
    }

    /// <summary>Weights as PyTorch has them, where they can be stored so; else 0.</summary>
    private static long KernelLength(PackedSlot slot) =>
        slot.Algorithm.HasKernelForm || !slot.IsUniform ? slot.Layer.Shape.Weights : 0;

    /// <summary>Output blocks of a layer, as kernels read them. What is expanded of the file is let go.</summary>
    private void Expand(PackedSlot slot, PackedPart[] parts, int first, int end, float* block)
    {
        (PackedPart bias, PackedPart weights) = (parts[0], parts[1]);
        if (first == 0)
        {
            Expand(bias, 0, block + slot.Start, slot.BiasLength);
        }

        float* packed = block + slot.WeightsStart;
        if (weights.Form == PackedForm.Packed)
        {
            long start = slot.ShareStart(first);
            Expand(weights, start, packed + start, slot.ShareStart(end) - start);
        }
        else
        {
            ConvolutionShape shape = slot.Layer.Shape;
            StoredChannels channels = new(
                _bytes.Pointer + _payload + weights.Offset,
                weights.Type,
                shape.OutChannels,
                (int)(shape.Weights / shape.OutChannels)
            );
            for (int output = first; output < end; output++)
            {
                slot.Algorithm.Pack(shape, output, channels, packed);
            }
        }

        (long from, long to) = (weights.Bytes * first / slot.Blocks, weights.Bytes * end / slot.Blocks);
        _bytes.LetGo(_payload + weights.Offset + from, to - from);
    }

    private void Expand(PackedPart stored, long first, float* destination, long length)
    {
        int size = TensorDataTypes.Bits(stored.Type) / 8;
        byte* source = _bytes.Pointer + _payload + stored.Offset + (first * size);
        for (long done = 0; done < length; done += Chunk)
        {
            int count = (int)Math.Min(Chunk, length - done);
            ValueConversion.ToSingle(
                stored.Type,
                new(source + (done * size), count * size),
                new(destination + done, count)
            );
        }
    }

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private ReadOnlySpan<byte> Bytes(long position, int length) => new(_bytes.Pointer + position, length);

    private WeightFileException Error(string problem, string advice, long? position = null) =>
        new(_name, problem, advice, position: position);
}
