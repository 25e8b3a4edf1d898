using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace ResNetGen.Weights;

/// <summary>
/// A file of the safetensors format (https://github.com/huggingface/safetensors), opened for reading: 8 bytes with the
/// length of the header, the header as JSON, the values. Opening checks the whole header; values are read when asked
/// for, from where they lie.
/// </summary>
/// <remarks>
/// A file on disk is mapped into memory. It must not be cut short by another process while it is open: the system ends
/// a process that touches a page that is gone. Reading from several threads at once is safe.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    private const int LengthBytes = sizeof(ulong);
    internal const int LongestHeader = 100_000_000;

    private readonly ByteSource _source;
    private readonly Dictionary<string, SafetensorsTensor> _byName;

    private SafetensorsFile(
        string name,
        ByteSource source,
        SafetensorsTensor[] tensors,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        Name = name;
        _source = source;
        Tensors = tensors;
        Metadata = metadata;
        _byName = tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>The path as it was given, or the name of what is read instead of a file; for messages.</summary>
    public string Name { get; }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>What the file's writer noted in <c>__metadata__</c>; empty when it noted nothing.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header. Nothing stays open when it throws.</summary>
    /// <param name="path">The file; relative to the current directory.</param>
    /// <exception cref="WeightFileException">There is no such file, it cannot be read, or it is not a whole safetensors
    /// file.</exception>
    public static SafetensorsFile Open(string path) => Read(path, MappedBytes.Open(path));

    /// <summary>Reads weights that are in memory, without copying them.</summary>
    /// <param name="bytes">A whole safetensors file. It must not change while this is open.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="WeightFileException">It is not a whole safetensors file.</exception>
    public static SafetensorsFile FromBytes(ReadOnlyMemory<byte> bytes, string name = "weights in memory") =>
        Read(name, new MemoryBytes(bytes));

    /// <summary>
    /// Reads weights from memory that does not move, such as a constant's or a native block, without copying them.
    /// </summary>
    /// <param name="bytes">The first byte of a whole safetensors file. The memory must outlive this.</param>
    /// <param name="length">How many bytes there are.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="WeightFileException">It is not a whole safetensors file.</exception>
    public static unsafe SafetensorsFile FromPointer(byte* bytes, long length, string name = "weights in memory")
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Read(name, new UnmanagedBytes(bytes, length));
    }

    /// <summary>
    /// Reads weights from a stream, from its position to its end. An embedded resource
    /// (<see cref="System.Reflection.Assembly.GetManifestResourceStream(string)"/>) and other memory are read where
    /// they lie; any other stream is copied into memory.
    /// </summary>
    /// <param name="stream">The stream; it is disposed with this, or at once when this throws.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="WeightFileException">It is not a whole safetensors file.</exception>
    public static SafetensorsFile FromStream(Stream stream, string name = "weights in a stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(name, StreamBytes.Open(name, stream));
    }

    /// <summary>Looks a tensor up by its name in the file.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) =>
        _byName.TryGetValue(name, out tensor);

    /// <summary>
    /// Reads all values of a tensor as float32, in the file's order (the last extent runs fastest). F64 is rounded to
    /// the nearest float32; what is beyond its range becomes infinity. The other types convert exactly.
    /// </summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="destination">Takes <see cref="SafetensorsTensor.ElementCount"/> values; it may be longer.</param>
    /// <exception cref="WeightFileException">The tensor's type is not F32, F16, BF16 or F64.</exception>
    /// <exception cref="ArgumentException">The tensor is of another file, or the destination is too short.</exception>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public void ReadSingle(SafetensorsTensor tensor, Span<float> destination) =>
        ReadSingle(tensor, 0, Whole(tensor, destination));

    /// <summary>
    /// Reads values of a tensor as float32, from the value at <paramref name="first"/>, as many as the destination
    /// holds.
    /// </summary>
    /// <inheritdoc cref="ReadSingle(SafetensorsTensor, Span{float})"/>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="first">How many values to skip.</param>
    /// <param name="destination">Filled.</param>
    public void ReadSingle(SafetensorsTensor tensor, long first, Span<float> destination)
    {
        (long offset, int length) = Range(tensor, first, destination.Length);
        using MemoryHandle pin = _source.Pin();
        ValueConversion.ToSingle(tensor.DataType, Bytes(pin, offset, length), destination);
    }

    /// <summary>
    /// Reads all values of a tensor as float64, exactly, in the file's order (the last extent runs fastest).
    /// </summary>
    /// <inheritdoc cref="ReadSingle(SafetensorsTensor, Span{float})"/>
    public void ReadDouble(SafetensorsTensor tensor, Span<double> destination) =>
        ReadDouble(tensor, 0, Whole(tensor, destination));

    /// <summary>
    /// Reads values of a tensor as float64, exactly, from the value at <paramref name="first"/>, as many as the
    /// destination holds.
    /// </summary>
    /// <inheritdoc cref="ReadSingle(SafetensorsTensor, long, Span{float})"/>
    public void ReadDouble(SafetensorsTensor tensor, long first, Span<double> destination)
    {
        (long offset, int length) = Range(tensor, first, destination.Length);
        using MemoryHandle pin = _source.Pin();
        ValueConversion.ToDouble(tensor.DataType, Bytes(pin, offset, length), destination);
    }

    /// <summary>
    /// The first byte of the file, which stays valid until the handle is disposed: for many reads, as each one else takes
    /// a handle of its own.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    internal MemoryHandle Pin() => _source.Pin();

    /// <summary>Bytes of the file that are not needed any more, or not soon.</summary>
    internal void LetGo(long position, long length) => _source.LetGo(position, length);

    /// <summary>A tensor as it is stored, to write into another file.</summary>
    internal SafetensorsValues ToValues(SafetensorsTensor tensor) =>
        new(tensor.Name, tensor.DataType, tensor.Shape, tensor.ByteLength, stream => Copy(tensor, stream));

    /// <summary>Closes the file. Tensors read before stay valid: they are copies.</summary>
    public void Dispose() => _source.Dispose();

    /// <summary>Reads the header of a file, and takes its bytes over, also when this throws.</summary>
    internal static SafetensorsFile Read(string name, ByteSource source)
    {
        try
        {
            if (!BitConverter.IsLittleEndian)
            {
                throw new PlatformNotSupportedException("Weights are read on little-endian machines alone.");
            }

            using MemoryHandle pin = source.Pin();
            ReadOnlySpan<byte> header = Header(name, source, pin);
            (List<SafetensorsHeader.Entry> entries, Dictionary<string, string> metadata) = SafetensorsHeader.Parse(
                name,
                LengthBytes,
                header
            );
            SafetensorsTensor[] tensors = SafetensorsLayout.Check(name, source, LengthBytes + header.Length, entries);
            return new(name, source, tensors, metadata);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static ReadOnlySpan<byte> Header(string name, ByteSource source, in MemoryHandle pin)
    {
        ReadOnlySpan<byte> start = Bytes(pin, 0, (int)Math.Min(source.Length, ForeignFormat.Needed));
        if (start.Length < LengthBytes)
        {
            throw Error(
                start,
                $"the file has {start.Length} bytes; the length of a safetensors header alone takes {LengthBytes}",
                SafetensorsHeader.CutShort
            );
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > LongestHeader)
        {
            throw Error(
                start,
                $"the file says that its header has {length} bytes, and a safetensors header has at most "
                    + LongestHeader,
                "It is not a safetensors file, or it is damaged.",
                position: 0
            );
        }

        if (length > (ulong)(source.Length - LengthBytes))
        {
            throw Error(
                start,
                $"the file says that its header has {length} bytes, and {source.Length - LengthBytes} follow",
                "The file is cut short, or not a safetensors file.",
                position: 0
            );
        }

        return Bytes(pin, LengthBytes, (int)length);

        WeightFileException Error(ReadOnlySpan<byte> start, string problem, string advice, long? position = null) =>
            ForeignFormat.Recognise(name, start) is var (what, remedy)
                ? new(name, what, remedy)
                : new(name, problem, advice, position: position);
    }

    private void Copy(SafetensorsTensor tensor, Stream stream)
    {
        using MemoryHandle pin = _source.Pin();
        for (long written = 0; written < tensor.ByteLength; )
        {
            int length = (int)Math.Min(1 << 20, tensor.ByteLength - written);
            stream.Write(Bytes(pin, tensor.Position + written, length));
            written += length;
        }
    }

    private static unsafe ReadOnlySpan<byte> Bytes(in MemoryHandle pin, long offset, int length) =>
        new((byte*)pin.Pointer + offset, length);

    private static Span<T> Whole<T>(SafetensorsTensor tensor, Span<T> destination)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return destination.Length >= tensor.ElementCount
            ? destination[..(int)tensor.ElementCount]
            : throw new ArgumentException(
                $"{tensor.Name} has {tensor.ElementCount} values, the destination takes {destination.Length}.",
                nameof(destination)
            );
    }

    private (long Offset, int Length) Range(SafetensorsTensor tensor, long first, int count)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Source != _source)
        {
            throw new ArgumentException($"{tensor.Name} is a tensor of another file.", nameof(tensor));
        }

        if (!tensor.IsReadable)
        {
            throw new WeightFileException(
                Name,
                $"tensor {Quoted.Text(tensor.Name)} is {TensorDataTypes.Name(tensor.DataType)}; "
                    + $"weights are read from {TensorDataTypes.Readable}",
                "Convert it before saving, in PyTorch with .float().",
                tensor.Name,
                tensor.Position
            );
        }

        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, tensor.ElementCount - count);

        int size = TensorDataTypes.Bits(tensor.DataType) / 8;
        return (tensor.Position + first * size, checked(count * size));
    }
}
