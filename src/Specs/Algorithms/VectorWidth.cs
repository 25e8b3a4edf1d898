namespace ResNetGen;

/// <summary>The vectors that kernels compute in.</summary>
public enum VectorWidth
{
    /// <summary>4 floats: SSE, Advanced SIMD.</summary>
    Vector128 = 128,

    /// <summary>8 floats, with fused multiply-add: AVX2.</summary>
    Vector256 = 256,

    /// <summary>16 floats: AVX-512.</summary>
    Vector512 = 512,
}
