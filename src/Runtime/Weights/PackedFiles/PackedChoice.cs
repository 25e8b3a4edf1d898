namespace ResNetGen.Weights;

/// <summary>How a packed file stores the weights of a layer.</summary>
internal static class PackedChoice
{
    /// <summary>The form and the type of a layer's weights.</summary>
    /// <param name="slot">The layer.</param>
    /// <param name="storage">How weights are stored.</param>
    /// <param name="width">The width of vectors that the file is for; <see langword="null"/> for all.</param>
    public static (PackedForm Form, TensorDataType Type) For(PackedSlot slot, WeightStorage storage, VectorWidth? width)
    {
        // What each width reads in another order is put in order when it is loaded. What is transformed too, where it
        // is stored in 16 bits: rounded behind the transform, weights err as much as before it (docs/weights.md), and
        // take 4 times the room; 16/9 times for F(2x2). Only F32 can be used where it is mapped.
        bool asKernel =
            (width is null && !slot.IsUniform) || (storage != WeightStorage.F32 && slot.Algorithm.HasKernelForm);
        return (asKernel ? PackedForm.Kernel : PackedForm.Packed, Type(storage));
    }

    private static TensorDataType Type(WeightStorage storage) =>
        storage switch
        {
            WeightStorage.F32 => TensorDataType.F32,
            WeightStorage.BF16 => TensorDataType.BF16,
            WeightStorage.F16 => TensorDataType.F16,
            _ => throw new ArgumentOutOfRangeException(
                nameof(storage),
                storage,
                "Weights are stored in F32, BF16 or F16."
            ),
        };
}
