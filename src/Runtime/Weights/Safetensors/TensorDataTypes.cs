namespace ResNetGen.Weights;

/// <summary>The facts of each <see cref="TensorDataType"/>: its name in the format and its size.</summary>
internal static class TensorDataTypes
{
    // In the order of the enum.
    private static readonly (string Name, int Bits)[] All =
    [
        ("BOOL", 8),
        ("F4", 4),
        ("F6_E2M3", 6),
        ("F6_E3M2", 6),
        ("U8", 8),
        ("I8", 8),
        ("F8_E5M2", 8),
        ("F8_E4M3", 8),
        ("F8_E8M0", 8),
        ("F8_E4M3FNUZ", 8),
        ("F8_E5M2FNUZ", 8),
        ("I16", 16),
        ("U16", 16),
        ("F16", 16),
        ("BF16", 16),
        ("I32", 32),
        ("U32", 32),
        ("F32", 32),
        ("C64", 64),
        ("F64", 64),
        ("I64", 64),
        ("U64", 64),
    ];

    /// <summary>What messages say of the types that can be weights.</summary>
    public const string Readable = "F32, F16, BF16 or F64";

    public static bool TryParse(string name, out TensorDataType type)
    {
        int index = Array.FindIndex(All, known => known.Name == name);
        type = (TensorDataType)Math.Max(index, 0);
        return index >= 0;
    }

    public static string Name(TensorDataType type) => All[(int)type].Name;

    public static int Bits(TensorDataType type) => All[(int)type].Bits;

    public static bool IsReadable(TensorDataType type) =>
        type is TensorDataType.F32 or TensorDataType.F16 or TensorDataType.BF16 or TensorDataType.F64;
}
