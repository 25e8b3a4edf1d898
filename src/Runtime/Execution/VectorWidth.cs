using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>The vectors that kernels compute in.</summary>
internal enum VectorWidth
{
    /// <summary>4 floats: SSE, Advanced SIMD.</summary>
    Vector128 = 128,

    /// <summary>8 floats, with fused multiply-add: AVX2.</summary>
    Vector256 = 256,

    /// <summary>16 floats: AVX-512.</summary>
    Vector512 = 512,
}

/// <summary>What this machine has.</summary>
internal static class VectorWidths
{
    /// <summary>The widest vectors that are fast here.</summary>
    public static VectorWidth Widest =>
        Vector512.IsHardwareAccelerated ? VectorWidth.Vector512
        : Vector256.IsHardwareAccelerated ? VectorWidth.Vector256
        : VectorWidth.Vector128;
}
