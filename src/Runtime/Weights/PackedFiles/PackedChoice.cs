namespace ResNetGen.Weights;

/// <summary>How a packed file stores the weights of a layer.</summary>
internal static class PackedChoice
{
    /// <summary>The form and the type of a layer's weights.</summary>
    public static (PackedForm Form, TensorDataType Type) For(WeightedLayer layer, WeightStorage storage) =>
        storage switch
        {
            // As in memory, to be used where it is mapped.
            WeightStorage.F32 => (PackedForm.Packed, TensorDataType.F32),

            // Rounding errs as much before Winograd's transform as behind it (docs/weights.md), and kernels take a
            // quarter of the room (F(4x4)) or 9/16 of it (F(2x2)).
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
