using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// What of a graph does not depend on the images: weights, also under another name, in another shape or transposed, and
/// short lists of whole numbers, also computed ones.
/// </summary>
internal sealed class GraphConstants
{
    /// <summary>Integers that are computed with: paddings, axes, shapes.</summary>
    public const int MostIntegers = 256;

    private readonly Dictionary<string, CheckpointTensor> _tensors;
    private readonly Dictionary<string, (long[] Extents, long[] Values)> _integers = [];

    public GraphConstants(OnnxNetwork network)
    {
        _tensors = new(network.Constants);
        foreach ((string name, CheckpointTensor tensor) in network.Constants)
        {
            AddIntegers(name, tensor);
        }
    }

    /// <summary>Whether a value does not depend on the images.</summary>
    public bool Has(string value) => _tensors.ContainsKey(value) || _integers.ContainsKey(value);

    /// <summary>A tensor; <see langword="null"/> if it is none that is stored.</summary>
    public CheckpointTensor? Tensor(string value) => _tensors.GetValueOrDefault(value);

    /// <summary>Whole numbers; <see langword="null"/> if they are none, or too many.</summary>
    public long[]? Integers(string value) =>
        _integers.TryGetValue(value, out (long[] Extents, long[] Values) found) ? found.Values : null;

    /// <summary>A single number; <see langword="null"/> if it is none.</summary>
    public double? Scalar(string value)
    {
        if (Tensor(value) is not { ElementCount: 1, IsReadable: true } tensor)
        {
            return null;
        }

        double[] result = new double[1];
        TensorCopy.ForEachBlock<double>(
            tensor,
            0,
            result,
            (bytes, values) => ValueConversion.ToDouble(tensor.DataType, bytes, values)
        );
        return result[0];
    }

    /// <summary>Whether a value is no constant that says no.</summary>
    public bool MayBeTrue(string value)
    {
        if (Tensor(value) is not { DataType: TensorDataType.Bool, ElementCount: 1 } tensor)
        {
            return true;
        }

        using MemoryStream stream = new();
        TensorCopy.Write(tensor, 1, stream);
        return stream.GetBuffer()[0] != 0;
    }

    /// <summary>Takes a node in, if all that it reads is constant and what it computes is known.</summary>
    public bool TryAdd(OnnxNode node)
    {
        if (
            node.Outputs.Count != 1
            || node.Domain.Length > 0
            || node.Inputs.Any(input => input.Length > 0 && !Has(input))
        )
        {
            return false;
        }

        string output = node.Outputs[0];
        if (node.Operator == "Constant")
        {
            return _tensors.ContainsKey(output) || AddScalar(node, output);
        }

        if (node.Inputs.Count == 0)
        {
            return false;
        }

        if (Tensor(node.Inputs[0]) is { IsReadable: true } tensor)
        {
            if (View(node, tensor) is not { } view)
            {
                return false;
            }

            _tensors[output] = view;
            return true;
        }

        if (IntegerOperators.Compute(node, _integers) is not { } result || result.Values.Length > MostIntegers)
        {
            return false;
        }

        _integers[output] = result;
        return true;
    }

    /// <summary>The same values in another shape.</summary>
    public static CheckpointTensor Reshaped(CheckpointTensor tensor, params long[] shape) =>
        new(tensor.Source, tensor.Name, tensor.DataType, [.. shape], tensor.ElementCount, tensor.Values);

    /// <summary>A matrix of which rows are columns; turned twice, it is as it was.</summary>
    public static CheckpointTensor Transposed(CheckpointTensor matrix)
    {
        (long rows, long columns) = (matrix.Shape[0], matrix.Shape[1]);
        long position = matrix.Values.PositionOf(0);
        int bits = TensorDataTypes.Bits(matrix.DataType);
        return new(
            matrix.Source,
            matrix.Name,
            matrix.DataType,
            [columns, rows],
            matrix.ElementCount,
            matrix.Values.IsContiguous
                ? StridedValues.Strided(position, bits, [columns, rows], [1, columns])
                : StridedValues.Contiguous(position, bits)
        );
    }

    private CheckpointTensor? View(OnnxNode node, CheckpointTensor tensor)
    {
        switch (node.Operator)
        {
            case "Identity":
            case "Cast" when OnnxTypes.IsReal(node["to"]?.Long ?? 0):
                return tensor;
            case "Transpose"
                when tensor is { Shape.Rank: 2, ElementCount: > 0 } && node["perm"]?.Longs is null or [1, 0]:
                return Transposed(tensor);
            case "Squeeze":
            case "Unsqueeze":
            case "Reshape" when node.Inputs.Count == 2:
                long[] axes = node["axes"]?.Longs is { } old
                    ? [.. old]
                    : Integers(node.Inputs.ElementAtOrDefault(1) ?? "") ?? [];
                return
                    IntegerOperators.Reshape(node.Operator, [.. tensor.Shape], axes) is { } shape
                    && IntegerOperators.Count(shape) == tensor.ElementCount
                    // What is transposed is turned back by the extents that it had.
                    && (tensor.Values.IsContiguous || WithoutOnes(shape).SequenceEqual(WithoutOnes(tensor.Shape)))
                    ? Reshaped(tensor, shape)
                    : null;
            default:
                return null;
        }
    }

    private static IEnumerable<long> WithoutOnes(IEnumerable<long> shape) => shape.Where(extent => extent != 1);

    private bool AddScalar(OnnxNode node, string output)
    {
        if (node["value_float"] is { } single)
        {
            byte[] bytes = new byte[sizeof(float)];
            BinaryPrimitives.WriteSingleLittleEndian(bytes, single.Single);
            _tensors[output] = new(
                new MemoryBytes(bytes),
                output,
                TensorDataType.F32,
                [],
                1,
                StridedValues.Contiguous(0, 32)
            );
            return true;
        }

        if (node["value_int"] is { } number)
        {
            _integers[output] = ([], [number.Long]);
            return true;
        }

        if (node["value_ints"] is { Longs: { Count: <= MostIntegers } longs })
        {
            _integers[output] = ([longs.Count], [.. longs]);
            return true;
        }

        return false;
    }

    private void AddIntegers(string name, CheckpointTensor tensor)
    {
        if (
            tensor.DataType is not (TensorDataType.I64 or TensorDataType.I32)
            || tensor.ElementCount > MostIntegers
            || tensor.Shape.Rank > 8
        )
        {
            return;
        }

        using MemoryStream stream = new();
        int size = TensorDataTypes.Bits(tensor.DataType) / 8;
        TensorCopy.Write(tensor, tensor.ElementCount * size, stream);
        ReadOnlySpan<byte> bytes = stream.ToArray();
        _integers[name] = (
            [.. tensor.Shape],
            size == sizeof(long)
                ? MemoryMarshal.Cast<byte, long>(bytes).ToArray()
                : Array.ConvertAll(MemoryMarshal.Cast<byte, int>(bytes).ToArray(), value => (long)value)
        );
    }
}
