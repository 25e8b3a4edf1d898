namespace ResNetGen.Weights;

/// <summary>
/// One tensor of a <see cref="SafetensorsFile"/>: its facts and where its values lie. It holds no values.
/// </summary>
public sealed class SafetensorsTensor
{
    internal SafetensorsTensor(
        ByteSource source,
        string name,
        TensorDataType dataType,
        TensorShape shape,
        long elementCount,
        long position,
        long byteLength
    )
    {
        Source = source;
        Name = name;
        DataType = dataType;
        Shape = shape;
        ElementCount = elementCount;
        Position = position;
        ByteLength = byteLength;
    }

    /// <summary>The name in the file, with any prefix: <c>layer1.0.conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>How the file stores each value.</summary>
    public TensorDataType DataType { get; }

    /// <summary>The extents, outermost first; empty for a scalar.</summary>
    public TensorShape Shape { get; }

    /// <summary>How many values there are: the product of <see cref="Shape"/>, 1 for a scalar.</summary>
    public long ElementCount { get; }

    /// <summary>Where the values start, in bytes from the start of the file. Any alignment.</summary>
    public long Position { get; }

    /// <summary>How long the values are, in bytes.</summary>
    public long ByteLength { get; }

    /// <summary>
    /// Whether the values can be read as weights: <see cref="TensorDataType.F32"/>, F16, BF16 or F64.
    /// </summary>
    public bool IsReadable => TensorDataTypes.IsReadable(DataType);

    /// <summary>The bytes that the position refers to: a tensor of another file would read out of bounds.</summary>
    internal ByteSource Source { get; }

    /// <summary>Name, type and shape: <c>conv1.weight F32 [64, 3, 7, 7]</c>.</summary>
    public override string ToString() => $"{Name} {TensorDataTypes.Name(DataType)} {Shape}";
}
