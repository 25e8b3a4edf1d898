using System.Runtime.InteropServices;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>A tensor as the declared class reads it: one of the checkpoint, or one that is computed from
/// several.</summary>
public sealed class ImportedTensor
{
    private readonly Action<Stream> _write;

    private ImportedTensor(
        string name,
        TensorDataType dataType,
        TensorShape shape,
        long byteLength,
        string? source,
        Action<Stream> write
    )
    {
        Name = name;
        DataType = dataType;
        Shape = shape;
        ByteLength = byteLength;
        Source = source;
        _write = write;
    }

    /// <summary>torchvision's name: <c>layer1.0.conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>How each value is stored: as in the checkpoint, or F32 where it is computed.</summary>
    public TensorDataType DataType { get; }

    /// <summary>The extents, outermost first.</summary>
    public TensorShape Shape { get; }

    /// <summary>
    /// The name in the checkpoint; <see langword="null"/> where it is computed, such as statistics of a batch norm that
    /// was folded into its convolution.
    /// </summary>
    public string? Source { get; }

    /// <summary>Bytes of its values.</summary>
    internal long ByteLength { get; }

    /// <summary>The values of a tensor as they are stored.</summary>
    /// <param name="name">The name to give it.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="shape">Other extents for as many values; <see langword="null"/> for its own.</param>
    internal static ImportedTensor Copy(string name, CheckpointTensor tensor, TensorShape? shape = null)
    {
        long byteLength = (long)((Int128)tensor.ElementCount * TensorDataTypes.Bits(tensor.DataType) / 8);
        return new(
            name,
            tensor.DataType,
            shape ?? tensor.Shape,
            byteLength,
            tensor.Name,
            stream => TensorCopy.Write(tensor, byteLength, stream)
        );
    }

    /// <summary>Values that are computed when they are written.</summary>
    /// <param name="name">The name to give it.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="compute">Gives as many values as the extents say.</param>
    internal static ImportedTensor Compute(string name, TensorShape shape, Func<float[]> compute) =>
        new(
            name,
            TensorDataType.F32,
            shape,
            shape.Aggregate((long)sizeof(float), (bytes, extent) => checked(bytes * extent)),
            source: null,
            stream => stream.Write(MemoryMarshal.AsBytes(compute().AsSpan()))
        );

    /// <summary>Writes the values.</summary>
    internal void Write(Stream stream) => _write(stream);

    /// <summary>Name, type and shape: <c>conv1.weight F32 [64, 3, 7, 7]</c>.</summary>
    public override string ToString() => $"{Name} {TensorDataTypes.Name(DataType)} {Shape}";
}
