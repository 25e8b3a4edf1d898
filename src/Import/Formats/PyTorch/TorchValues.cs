using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>A storage as a pickle names it: values without a shape.</summary>
/// <param name="typeName">Its class: <c>torch.FloatStorage</c>.</param>
/// <param name="key">What it is called in the file.</param>
/// <param name="count">How many values it has; of an untyped one, bytes.</param>
/// <param name="first">Where it begins in the storage that the file has, in values.</param>
internal sealed class TorchStorage(string typeName, string key, long count, long first = 0)
{
    public string TypeName { get; } = typeName;

    public string Key { get; } = key;

    public long Count { get; } = count;

    public long First { get; } = first;

    /// <summary>The type of its values; <see langword="null"/> if it is none that is read.</summary>
    public TensorDataType? DataType { get; } = TorchTypes.OfStorage(typeName);

    /// <summary>Whether it is bytes, whose type the tensor says.</summary>
    public bool IsUntyped => TorchTypes.IsUntyped(TypeName);
}

/// <summary>A tensor as a pickle describes it: a view of a storage. Nothing of it is checked yet.</summary>
internal sealed class TorchTensor(TorchStorage storage, TensorDataType type, long offset, long[] shape, long[] strides)
    : PickleObject
{
    public TorchStorage Storage { get; } = storage;

    public TensorDataType DataType { get; } = type;

    /// <summary>The first value, in values from the start of the storage.</summary>
    public long Offset { get; } = offset;

    public long[] Shape { get; } = shape;

    /// <summary>For each extent, how many values further the next one is.</summary>
    public long[] Strides { get; } = strides;
}
