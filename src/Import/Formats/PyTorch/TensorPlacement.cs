using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Checks that all values of a tensor lie in its storage, and says where.</summary>
internal static class TensorPlacement
{
    /// <summary>
    /// How many values a tensor may have beyond those of its storage. A tensor that was expanded has the same values
    /// again and again, and a few bytes could stand for a disk full of them.
    /// </summary>
    public const long MostRepeated = 1 << 24;

    /// <summary>A tensor of the checkpoint.</summary>
    /// <param name="file">The path, for messages.</param>
    /// <param name="source">The file.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="tensor">What the pickle says of it.</param>
    /// <param name="position">Where its storage is in the file.</param>
    /// <param name="length">How many bytes the file has of the storage.</param>
    /// <exception cref="WeightFileException">They do not fit.</exception>
    public static CheckpointTensor Place(
        string file,
        ByteSource source,
        string name,
        TorchTensor tensor,
        long position,
        long length
    )
    {
        TorchStorage storage = tensor.Storage;
        int bits = TensorDataTypes.Bits(tensor.DataType);
        int size = bits / 8;
        TensorShape shape = [.. tensor.Shape];

        // What is left of bytes that were saved with another type is no value.
        int unit = storage.IsUntyped ? 1 : size;
        if (storage.Count != length / unit)
        {
            throw Error(
                $"its storage {Quoted.Text(storage.Key)} has {storage.Count} "
                    + $"{(storage.IsUntyped ? "bytes" : "values of type " + TensorDataTypes.Name(tensor.DataType))}, and "
                    + $"the file has {length} bytes of it"
            );
        }

        if (tensor.Shape.Length != tensor.Strides.Length)
        {
            throw Error(
                $"it has {tensor.Shape.Length} extents and {tensor.Strides.Length} strides, where as many of both are "
                    + "expected"
            );
        }

        if (tensor.Offset < 0 || tensor.Shape.Any(extent => extent < 0) || tensor.Strides.Any(stride => stride < 0))
        {
            throw Error($"{Describe()} has a negative number");
        }

        if (tensor.Shape.Contains(0))
        {
            return new(source, name, tensor.DataType, shape, 0, StridedValues.Contiguous(position, bits));
        }

        long available = length / size;
        Int128 count = 1;
        Int128 last = tensor.Offset;
        for (int axis = 0; axis < tensor.Shape.Length; axis++)
        {
            // Neither can overflow: both factors have 63 bits, and what is too much ends here.
            count *= tensor.Shape[axis];
            last += (Int128)(tensor.Shape[axis] - 1) * tensor.Strides[axis];
            if (last >= available)
            {
                throw Error($"{Describe()} ends at value {last} of its storage, which has {available}");
            }

            if (count > Math.Max(available, MostRepeated))
            {
                throw Error(
                    $"{Describe()} has {count} values, far more than its storage, which has {available}",
                    "It was expanded: save tensor.clone() in its place."
                );
            }
        }

        return last < available
            ? new(
                source,
                name,
                tensor.DataType,
                shape,
                (long)count,
                StridedValues.Strided(position + tensor.Offset * size, bits, tensor.Shape, tensor.Strides)
            )
            : throw Error($"{Describe()} begins at value {last} of its storage, which has {available}");

        string Describe() => $"the view with shape {shape}, strides {Strides()} and offset {tensor.Offset}";

        TensorShape Strides() => [.. tensor.Strides];

        WeightFileException Error(string problem, string advice = SafetensorsHeader.Damaged) =>
            new(file, $"tensor {Quoted.Text(name)}: {problem}", advice, name, position);
    }
}
