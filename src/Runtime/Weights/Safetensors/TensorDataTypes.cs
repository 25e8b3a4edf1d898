namespace ResNetGen.Weights;

/// <summary>The facts of each <see cref="TensorDataType"/>: its name in the format and its size.</summary>
internal static class TensorDataTypes
{
    private static readonly (TensorDataType Type, string Name, int Bits)[] All =
    [
        (TensorDataType.Bool, "BOOL", 8),
        (TensorDataType.F4, "F4", 4),
        (TensorDataType.F6E2M3, "F6_E2M3", 6),
        (TensorDataType.F6E3M2, "F6_E3M2", 6),
        (TensorDataType.U8, "U8", 8),
        (TensorDataType.I8, "I8", 8),
        (TensorDataType.F8E5M2, "F8_E5M2", 8),
        (TensorDataType.F8E4M3, "F8_E4M3", 8),
        (TensorDataType.F8E8M0, "F8_E8M0", 8),
        (TensorDataType.F8E4M3Fnuz, "F8_E4M3FNUZ", 8),
        (TensorDataType.F8E5M2Fnuz, "F8_E5M2FNUZ", 8),
        (TensorDataType.I16, "I16", 16),
        (TensorDataType.U16, "U16", 16),
        (TensorDataType.F16, "F16", 16),
        (TensorDataType.BF16, "BF16", 16),
        (TensorDataType.I32, "I32", 32),
        (TensorDataType.U32, "U32", 32),
        (TensorDataType.F32, "F32", 32),
        (TensorDataType.C64, "C64", 64),
        (TensorDataType.F64, "F64", 64),
        (TensorDataType.I64, "I64", 64),
        (TensorDataType.U64, "U64", 64),
    ];

    /// <summary>What messages say of the types that can be weights.</summary>
    public const string Readable = "F32, F16, BF16 or F64";

    public static bool TryParse(string name, out TensorDataType type)
    {
        foreach ((TensorDataType Type, string Name, int Bits) known in All)
        {
            if (known.Name == name)
            {
                type = known.Type;
                return true;
            }
        }

        type = default;
        return false;
    }

    // The table is in the order of the enum; a test holds it to that.
    public static string Name(TensorDataType type) => All[(int)type].Name;

    public static int Bits(TensorDataType type) => All[(int)type].Bits;

    public static bool IsReadable(TensorDataType type) =>
        type is TensorDataType.F32 or TensorDataType.F16 or TensorDataType.BF16 or TensorDataType.F64;
}
