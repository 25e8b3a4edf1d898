namespace ResNetGen.Weights;

/// <summary>How weights are stored; a bias is always F32, as it is packed.</summary>
internal static class PackedChoice
{
    /// <summary>The form and the type of a layer's weights.</summary>
    public static (PackedForm Form, TensorDataType Type) For(WeightedLayer layer, WeightStorage storage) =>
        storage switch
        {
            // Only what is byte for byte in memory can be used where it is mapped.
            WeightStorage.F32 => (PackedForm.Packed, TensorDataType.F32),

            // Rounded behind the transform, weights err as much as before it (docs/weights.md), and take 4 times the
            // room; 16/9 times for F(2x2).
            _ when layer.KernelLength > 0 => (PackedForm.Kernel, Type(storage)),
            _ => (PackedForm.Packed, Type(storage)),
        };

    private static TensorDataType Type(WeightStorage storage) =>
        storage switch
        {
            WeightStorage.BF16 => TensorDataType.BF16,
            WeightStorage.F16 => TensorDataType.F16,
            _ => throw new ArgumentOutOfRangeException(
                nameof(storage),
                storage,
                "Weights are stored in F32, BF16 or F16."
            ),
        };
}
