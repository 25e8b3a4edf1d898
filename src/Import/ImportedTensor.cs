using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>A tensor as the declared class reads it: one of the checkpoint, or one that is computed from
/// several.</summary>
public sealed class ImportedTensor
{
    private ImportedTensor(SafetensorsValues values, string? source)
    {
        Values = values;
        Source = source;
    }

    /// <summary>torchvision's name: <c>layer1.0.conv1.weight</c>.</summary>
    public string Name => Values.Name;

    /// <summary>How each value is stored: as in the checkpoint, or F32 where it is computed.</summary>
    public TensorDataType DataType => Values.DataType;

    /// <summary>The extents, outermost first.</summary>
    public TensorShape Shape => Values.Shape;

    /// <summary>
    /// The name in the checkpoint; <see langword="null"/> where it is computed, such as statistics of a batch norm that
    /// was folded into its convolution.
    /// </summary>
    public string? Source { get; }

    internal SafetensorsValues Values { get; }

    /// <summary>The values of a tensor as they are stored.</summary>
    /// <param name="name">The name to give it.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="shape">Other extents for as many values; <see langword="null"/> for its own.</param>
    internal static ImportedTensor Copy(string name, CheckpointTensor tensor, TensorShape? shape = null)
    {
        long byteLength = (long)((Int128)tensor.ElementCount * TensorDataTypes.Bits(tensor.DataType) / 8);
        return new(
            new(
                name,
                tensor.DataType,
                shape ?? tensor.Shape,
                byteLength,
                stream => TensorCopy.Write(tensor, byteLength, stream)
            ),
            tensor.Name
        );
    }

    /// <summary>Values that are computed when they are written.</summary>
    /// <param name="name">The name to give it.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="compute">Gives as many values as the extents say.</param>
    internal static ImportedTensor Compute(string name, TensorShape shape, Func<float[]> compute) =>
        new(SafetensorsValues.Of(name, shape, () => compute()), source: null);

    /// <summary>Name, type and shape: <c>conv1.weight F32 [64, 3, 7, 7]</c>.</summary>
    public override string ToString() => $"{Name} {TensorDataTypes.Name(DataType)} {Shape}";
}
