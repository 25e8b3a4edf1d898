namespace ResNetGen.Weights;

/// <summary>How a packed file stores weights. Biases are always float32.</summary>
public enum WeightStorage
{
    /// <summary>float32, as the kernels read it: the file is used where it is mapped.</summary>
    F32,

    /// <summary>
    /// bfloat16, the upper half of float32: half the size or less, 8 bits of precision; expanded when it is loaded.
    /// </summary>
    BF16,

    /// <summary>IEEE half precision: half the size or less, 11 bits of precision; expanded when it is loaded.</summary>
    F16,
}
