using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>TensorProto.DataType: what its numbers mean, and in which field values of a type are.</summary>
internal static class OnnxTypes
{
    public const long Float32 = 1;
    public const long Float16 = 10;
    public const long Float64 = 11;
    public const long BFloat16 = 16;

    /// <summary>float_data, int32_data, int64_data, double_data, uint64_data: their numbers in TensorProto.</summary>
    public const int Singles = 4;
    public const int Integers = 5;
    public const int Longs = 7;
    public const int Doubles = 10;
    public const int UnsignedLongs = 11;

    // By number. Without a type: no safetensors type has its values.
    private static readonly (string Name, TensorDataType? Type, int Field)[] All =
    [
        ("UNDEFINED", null, 0),
        ("FLOAT", TensorDataType.F32, Singles),
        ("UINT8", TensorDataType.U8, Integers),
        ("INT8", TensorDataType.I8, Integers),
        ("UINT16", TensorDataType.U16, Integers),
        ("INT16", TensorDataType.I16, Integers),
        ("INT32", TensorDataType.I32, Integers),
        ("INT64", TensorDataType.I64, Longs),
        ("STRING", null, 6),
        ("BOOL", TensorDataType.Bool, Integers),
        ("FLOAT16", TensorDataType.F16, Integers),
        ("DOUBLE", TensorDataType.F64, Doubles),
        ("UINT32", TensorDataType.U32, UnsignedLongs),
        ("UINT64", TensorDataType.U64, UnsignedLongs),
        ("COMPLEX64", TensorDataType.C64, Singles),
        ("COMPLEX128", null, Doubles),
        ("BFLOAT16", TensorDataType.BF16, Integers),
        ("FLOAT8E4M3FN", TensorDataType.F8E4M3, Integers),
        ("FLOAT8E4M3FNUZ", TensorDataType.F8E4M3Fnuz, Integers),
        ("FLOAT8E5M2", TensorDataType.F8E5M2, Integers),
        ("FLOAT8E5M2FNUZ", TensorDataType.F8E5M2Fnuz, Integers),
        ("UINT4", null, Integers),
        ("INT4", null, Integers),
        ("FLOAT4E2M1", null, Integers),
        ("FLOAT8E8M0", TensorDataType.F8E8M0, Integers),
        ("UINT2", null, Integers),
        ("INT2", null, Integers),
    ];

    /// <summary>Whether values of a type are weights.</summary>
    public static bool IsReal(long type) => type is Float32 or Float16 or Float64 or BFloat16;

    public static string Name(long type) => IsKnown(type) ? All[type].Name : $"type {type}";

    /// <summary>The type in safetensors; <see langword="null"/> if there is none.</summary>
    public static TensorDataType? Find(long type) => IsKnown(type) ? All[type].Type : null;

    /// <summary>The number of the field that values of a type are in, if they are not raw.</summary>
    public static int FieldOf(long type) => All[type].Field;

    private static bool IsKnown(long type) => type >= 0 && type < All.Length;
}
