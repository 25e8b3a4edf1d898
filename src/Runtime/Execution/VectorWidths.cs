using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>What this machine has.</summary>
internal static class VectorWidths
{
    /// <summary>The widest vectors that are fast here: a constant where the compiler knows the processor.</summary>
    public static VectorWidth Widest =>
        Vector512.IsHardwareAccelerated ? VectorWidth.Vector512
        : Vector256.IsHardwareAccelerated ? VectorWidth.Vector256
        : VectorWidth.Vector128;
}
