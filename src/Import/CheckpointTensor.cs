using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>One tensor of a <see cref="Checkpoint"/>: its facts, and where its values lie. It holds no
/// values.</summary>
public sealed class CheckpointTensor
{
    internal CheckpointTensor(
        ByteSource source,
        string name,
        TensorDataType dataType,
        TensorShape shape,
        long elementCount,
        StridedValues values
    )
    {
        Source = source;
        Name = name;
        DataType = dataType;
        Shape = shape;
        ElementCount = elementCount;
        Values = values;
    }

    /// <summary>
    /// The name in the checkpoint. What is nested has the names around it in front, with dots between them:
    /// <c>state_dict.module.layer1.0.conv1.weight</c>.
    /// </summary>
    public string Name { get; }

    /// <summary>How the checkpoint stores each value.</summary>
    public TensorDataType DataType { get; }

    /// <summary>The type as safetensors calls it: <c>F8_E4M3</c>.</summary>
    public string DataTypeName => TensorDataTypes.Name(DataType);

    /// <summary>The extents, outermost first; empty for a scalar.</summary>
    public TensorShape Shape { get; }

    /// <summary>How many values there are: the product of <see cref="Shape"/>, 1 for a scalar.</summary>
    public long ElementCount { get; }

    /// <summary>
    /// Whether the values can be read as numbers: <see cref="TensorDataType.F32"/>, F16, BF16 or F64. Others can be
    /// written to a file as they are.
    /// </summary>
    public bool IsReadable => TensorDataTypes.IsReadable(DataType);

    /// <summary>The bytes that the positions refer to: a tensor of another file would read out of bounds.</summary>
    internal ByteSource Source { get; }

    internal StridedValues Values { get; }

    /// <summary>Name, type and shape: <c>conv1.weight F32 [64, 3, 7, 7]</c>.</summary>
    public override string ToString() => $"{Name} {DataTypeName} {Shape}";
}
