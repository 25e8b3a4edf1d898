using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>PyTorch's names of types: of storages (<c>torch.FloatStorage</c>) and of values (<c>torch.float32</c>).</summary>
internal static class TorchTypes
{
    private static readonly Dictionary<string, TensorDataType> Storages = new()
    {
        ["DoubleStorage"] = TensorDataType.F64,
        ["FloatStorage"] = TensorDataType.F32,
        ["HalfStorage"] = TensorDataType.F16,
        ["BFloat16Storage"] = TensorDataType.BF16,
        ["LongStorage"] = TensorDataType.I64,
        ["IntStorage"] = TensorDataType.I32,
        ["ShortStorage"] = TensorDataType.I16,
        ["CharStorage"] = TensorDataType.I8,
        ["ByteStorage"] = TensorDataType.U8,
        ["BoolStorage"] = TensorDataType.Bool,
        ["ComplexFloatStorage"] = TensorDataType.C64,
    };

    // What tensors on untyped storages have: types that have no storage of their own.
    private static readonly Dictionary<string, TensorDataType> Values = new()
    {
        ["torch.float64"] = TensorDataType.F64,
        ["torch.float32"] = TensorDataType.F32,
        ["torch.float16"] = TensorDataType.F16,
        ["torch.bfloat16"] = TensorDataType.BF16,
        ["torch.int64"] = TensorDataType.I64,
        ["torch.int32"] = TensorDataType.I32,
        ["torch.int16"] = TensorDataType.I16,
        ["torch.int8"] = TensorDataType.I8,
        ["torch.uint64"] = TensorDataType.U64,
        ["torch.uint32"] = TensorDataType.U32,
        ["torch.uint16"] = TensorDataType.U16,
        ["torch.uint8"] = TensorDataType.U8,
        ["torch.bool"] = TensorDataType.Bool,
        ["torch.complex64"] = TensorDataType.C64,
        ["torch.float8_e4m3fn"] = TensorDataType.F8E4M3,
        ["torch.float8_e4m3fnuz"] = TensorDataType.F8E4M3Fnuz,
        ["torch.float8_e5m2"] = TensorDataType.F8E5M2,
        ["torch.float8_e5m2fnuz"] = TensorDataType.F8E5M2Fnuz,
        ["torch.float8_e8m0fnu"] = TensorDataType.F8E8M0,
    };

    /// <summary>The type of a storage's values; <see langword="null"/> if it is none that is read.</summary>
    public static TensorDataType? OfStorage(string typeName) =>
        Module(typeName) is "torch" or "torch.cuda" or "torch.storage"
        && Storages.TryGetValue(Name(typeName), out TensorDataType type)
            ? type
            : null;

    /// <summary>The type of that name; <see langword="null"/> if it is none that is read.</summary>
    public static TensorDataType? OfValues(string typeName) =>
        Values.TryGetValue(typeName, out TensorDataType type) ? type : null;

    /// <summary>Whether a storage is bytes.</summary>
    public static bool IsUntyped(string typeName) =>
        typeName is "torch.UntypedStorage" or "torch.storage.UntypedStorage" or "torch.storage._UntypedStorage";

    private static string Module(string fullName) => fullName[..Math.Max(0, fullName.LastIndexOf('.'))];

    private static string Name(string fullName) => fullName[(fullName.LastIndexOf('.') + 1)..];
}
