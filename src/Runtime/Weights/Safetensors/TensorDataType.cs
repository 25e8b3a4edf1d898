namespace ResNetGen.Weights;

/// <summary>
/// How a safetensors file stores a value, little-endian: all the types of the format (huggingface/safetensors 0.7).
/// <see cref="F32"/>, <see cref="F16"/>, <see cref="BF16"/> and <see cref="F64"/> can be read as weights.
/// </summary>
public enum TensorDataType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>4 bits: floating point of OCP microscaling (E2M1).</summary>
    F4,

    /// <summary>6 bits: floating point of OCP microscaling, 2 bits of exponent.</summary>
    F6E2M3,

    /// <summary>6 bits: floating point of OCP microscaling, 3 bits of exponent.</summary>
    F6E3M2,

    /// <summary>Unsigned, 8 bits.</summary>
    U8,

    /// <summary>Signed, 8 bits.</summary>
    I8,

    /// <summary>8 bits: floating point, 5 bits of exponent.</summary>
    F8E5M2,

    /// <summary>8 bits: floating point, 4 bits of exponent.</summary>
    F8E4M3,

    /// <summary>8 bits: a power of two, the scale of OCP microscaling.</summary>
    F8E8M0,

    /// <summary>8 bits: floating point, 4 bits of exponent, no infinity and no negative zero.</summary>
    F8E4M3Fnuz,

    /// <summary>8 bits: floating point, 5 bits of exponent, no infinity and no negative zero.</summary>
    F8E5M2Fnuz,

    /// <summary>Signed, 16 bits.</summary>
    I16,

    /// <summary>Unsigned, 16 bits.</summary>
    U16,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of an <see cref="F32"/>.</summary>
    BF16,

    /// <summary>Signed, 32 bits.</summary>
    I32,

    /// <summary>Unsigned, 32 bits.</summary>
    U32,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>Complex, two <see cref="F32"/>.</summary>
    C64,

    /// <summary>IEEE double precision.</summary>
    F64,

    /// <summary>Signed, 64 bits.</summary>
    I64,

    /// <summary>Unsigned, 64 bits.</summary>
    U64,
}
