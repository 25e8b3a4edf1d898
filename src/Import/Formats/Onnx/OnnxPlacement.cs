using System.Buffers.Binary;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Checks that all values of an ONNX tensor are there, and says where.</summary>
/// <param name="input">The model.</param>
/// <param name="external">Opens the files beside it.</param>
internal sealed class OnnxPlacement(OnnxInput input, OnnxExternalFiles external)
{
    /// <summary>A tensor of the checkpoint.</summary>
    /// <param name="name">Its name, which a tensor within a node has not itself.</param>
    /// <param name="tensor">What the model says of it.</param>
    /// <exception cref="WeightFileException">It is damaged, or no tensor of numbers.</exception>
    public CheckpointTensor Place(string name, OnnxTensor tensor)
    {
        if (OnnxTypes.Find(tensor.Type) is not { } type)
        {
            throw Error(
                name,
                $"it is {OnnxTypes.Name(tensor.Type)}; of ONNX, tensors of numbers of 8 bits and more are read",
                "Export the model in float32."
            );
        }

        if (tensor.IsSegment)
        {
            throw Error(name, "it is a part of a tensor", "Export the model with whole tensors.");
        }

        Int128 count = 1;
        foreach (long extent in tensor.Extents)
        {
            // It cannot overflow: both factors have 63 bits, and what is too much ends here.
            count *= extent;
            if (extent < 0 || count > long.MaxValue / 8)
            {
                throw Error(name, $"its shape {Shape(tensor)} has a negative number, or too many values");
            }
        }

        long bytes = (long)count * TensorDataTypes.Bits(type) / 8;
        (ByteSource source, long position) =
            tensor.IsExternal ? external.Find(name, tensor.External, bytes)
            : tensor.Raw is { } raw ? Sized(name, tensor, bytes, input.Source, raw)
            : Typed(name, tensor, type, (long)count, bytes);
        return new(
            source,
            name,
            type,
            Shape(tensor),
            (long)count,
            StridedValues.Contiguous(position, TensorDataTypes.Bits(type))
        );
    }

    /// <summary>Values in a field of their type. Only one piece of floats lies there as it does in memory.</summary>
    private (ByteSource Source, long Position) Typed(
        string name,
        OnnxTensor tensor,
        TensorDataType type,
        long count,
        long bytes
    )
    {
        int field = OnnxTypes.FieldOf(tensor.Type);
        foreach ((int other, OnnxBytes _) in tensor.Values.Where(piece => piece.Field != field))
        {
            throw Error(
                name,
                $"it is {OnnxTypes.Name(tensor.Type)}, and its values are in field {other}, where {field} is expected"
            );
        }

        if (field is OnnxTypes.Singles or OnnxTypes.Doubles && tensor.Values is [(_, OnnxBytes piece)])
        {
            return Sized(name, tensor, bytes, input.Source, piece);
        }

        // Each value has a byte at least, so that what follows takes eight times the file at most.
        long stored = tensor.Values.Sum(part => part.Bytes.Length);
        if (count > stored || bytes > Array.MaxLength)
        {
            throw WrongSize(name, tensor, bytes, stored);
        }

        int size = TensorDataTypes.Bits(type) / 8;
        using MemoryStream values = new((int)bytes);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach ((int _, OnnxBytes part) in tensor.Values)
        {
            if (field is OnnxTypes.Singles or OnnxTypes.Doubles)
            {
                values.Write(input.Slice(part));
                continue;
            }

            foreach (long value in input.Varints(part))
            {
                if (values.Length >= bytes)
                {
                    throw WrongSize(name, tensor, bytes, bytes + size);
                }

                BinaryPrimitives.WriteInt64LittleEndian(number, value);
                values.Write(number[..size]);
            }
        }

        return values.Length == bytes
            ? (new MemoryBytes(values.GetBuffer()), 0)
            : throw WrongSize(name, tensor, bytes, values.Length);
    }

    private (ByteSource Source, long Position) Sized(
        string name,
        OnnxTensor tensor,
        long bytes,
        ByteSource source,
        OnnxBytes found
    ) => found.Length == bytes ? (source, found.Position) : throw WrongSize(name, tensor, bytes, found.Length);

    private static TensorShape Shape(OnnxTensor tensor) => [.. tensor.Extents];

    private WeightFileException WrongSize(string name, OnnxTensor tensor, long expected, long found) =>
        Error(
            name,
            $"{OnnxTypes.Name(tensor.Type)} {Shape(tensor)} needs {expected} bytes of values, and {found} are there"
        );

    private WeightFileException Error(string name, string problem, string advice = SafetensorsHeader.Damaged) =>
        new(input.File, $"tensor {Quoted.Text(name)}: {problem}", advice, name);
}
