using System.IO.Hashing;
using ResNetGen.Runtime;

namespace ResNetGen.Weights;

/// <summary>
/// A packed file, opened and whole: its frame and header are checked, its content only when asked for.
/// </summary>
internal sealed unsafe class PackedFile : IDisposable
{
    /// <summary>How weights are packed; the command line knows only the networks that it has.</summary>
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

    /// <summary>Checks a file, all but its content.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="source">Its bytes; taken over, also when this throws.</param>
    /// <exception cref="WeightFileException">It is not a whole packed file of this version.</exception>
    public static PackedFile Read(string name, ByteSource source)
    {
        PinnedBytes bytes = new(source);
        try
        {
            return new PackedFile(name, bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The weights of a network: in place where the bytes stay put as the kernels read them, else in memory of their
    /// own. Takes this over, also when it throws.
    /// </summary>
    /// <param name="info">The network.</param>
    /// <param name="placement">Which bytes may stay in place.</param>
    /// <exception cref="WeightFileException">The file was packed for another network.</exception>
    public SharedWeights Load(ModelInfo info, PackedPlacement placement)
    {
        try
        {
            IReadOnlyList<NetworkPart> parts = NetworkPart.Of(info);
            CheckNetwork(info, parts);
            byte* payload = _bytes.Pointer + _payload;
            if (Header.IsMemoryImage && _bytes.StayPut && (nuint)payload % placement.Alignment == 0)
            {
                _bytes.LeaveToOwner();
                return new SharedWeights((float*)payload, this);
            }

            AlignedMemory memory = new(info.WeightBytes / sizeof(float));
            try
            {
                foreach ((NetworkPart part, PackedPart stored) in parts.Zip(Header.Parts))
                {
                    Expand(part, stored, payload + stored.Offset, memory.Pointer + part.Start);
                }
            }
            catch
            {
                memory.Dispose();
                throw;
            }

            Dispose();
            return new SharedWeights(memory);
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
                $"the file says that its header has {header} bytes, and {Length - PackedFormat.PreludeBytes} follow; {PackedFormat.LongestHeader} is the most",
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

    private void CheckNetwork(ModelInfo info, IReadOnlyList<NetworkPart> parts)
    {
        if (Header.Layout != PackedPlan.LayoutVersion)
        {
            throw Error(
                $"the weights are packed in layout {Header.Layout}, and this version reads layout {PackedPlan.LayoutVersion}",
                Capital(PackAgain)
            );
        }

        string? difference = FirstDifference(parts);
        if (Header.Plan != PackedPlan.Hash(info))
        {
            string detail = difference ?? "a stride, an algorithm or a layer without weights is another";
            throw Header.Declaration == info.Declaration
                ? Error(
                    $"packed for {Quoted.Text(Header.Declaration)} as another version lays it out ({detail})",
                    Capital(PackAgain)
                )
                : Error(
                    $"packed for {Quoted.Text(Header.Declaration)} ({Quoted.Text(Header.Model)}), where weights of {Quoted.Text(info.Declaration)} ({Quoted.Text(info.Name)}) are expected: {detail}",
                    "Give this network's file, or pack its weights: " + HowToPack
                );
        }

        if (difference is not null)
        {
            throw Error($"the header contradicts itself: {difference}", Damaged);
        }
    }

    private string? FirstDifference(IReadOnlyList<NetworkPart> parts)
    {
        for (int i = 0; i < Math.Max(parts.Count, Header.Parts.Count); i++)
        {
            if (i == Header.Parts.Count)
            {
                return $"{parts[i].Name} is missing";
            }

            PackedPart stored = Header.Parts[i];
            if (i == parts.Count || stored.Name != parts[i].Name)
            {
                return $"{Quoted.Text(stored.Name)} is there, where {(i == parts.Count ? "nothing" : parts[i].Name)} is expected";
            }

            if (stored.Form == PackedForm.Kernel && !parts[i].HasKernelForm)
            {
                return $"{stored.Name} is stored as a kernel before its transform, and has none";
            }

            long expected = parts[i].Values(stored.Form);
            long values = stored.Bytes * 8 / TensorDataTypes.Bits(stored.Type);
            if (values != expected || stored.Bytes * 8 % TensorDataTypes.Bits(stored.Type) != 0)
            {
                return $"{stored.Name} has {values} values, where {expected} are expected";
            }
        }

        return null;
    }

    private static void Expand(NetworkPart part, PackedPart stored, byte* source, float* destination)
    {
        int size = TensorDataTypes.Bits(stored.Type) / 8;
        if (stored.Form == PackedForm.Packed)
        {
            for (long done = 0; done < part.Length; done += Chunk)
            {
                int count = (int)Math.Min(Chunk, part.Length - done);
                ValueConversion.ToSingle(
                    stored.Type,
                    new ReadOnlySpan<byte>(source + (done * size), count * size),
                    new Span<float>(destination + done, count)
                );
            }

            return;
        }

        double[] channel = new double[part.Values(PackedForm.Kernel) / part.Layer.OutChannels];
        for (int output = 0; output < part.Layer.OutChannels; output++)
        {
            long first = (long)output * channel.Length * size;
            ValueConversion.ToDouble(
                stored.Type,
                new ReadOnlySpan<byte>(source + first, channel.Length * size),
                channel
            );
            WinogradWeights.Pack(part.Layer, output, channel, destination);
        }
    }

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private ReadOnlySpan<byte> Bytes(long position, int length) => new(_bytes.Pointer + position, length);

    private WeightFileException Error(string problem, string advice, long? position = null) =>
        new(_name, problem, advice, position: position);
}
