using System.Runtime.Intrinsics.X86;

namespace ResNetGen.Runtime;

/// <summary>
/// Whether a JIT would compute in vectors of 512 bits here, asked of the processor: what .NET says is a constant in a
/// program that is compiled ahead of time for fewer bits.
/// </summary>
internal static class Avx512
{
    // Of leaf 7, what makes up x86-64-v4 beside x86-64-v3: F, DQ, CD, BW and VL.
    private const int Instructions = (1 << 16) | (1 << 17) | (1 << 28) | (1 << 30) | (1 << 31);

    private const int FeaturesLeaf = 7;
    private const int SavedStateLeaf = 0xD;
    private const int SavesCompactly = 1 << 1;

    // The state that the system saves between threads, in bytes: everything before AVX-512's, 64 of its masks and 1536
    // of its registers. What else there is, without the 8192 of AMX, takes less than those.
    private const uint SavedBytes = 512 + 64 + 256 + 64 + 1536;
    private const uint MatrixBytes = 8192;

    /// <summary>
    /// Whether the processor has AVX-512, the system saves its registers, the processor does not slow down for it, and
    /// <c>DOTNET_EnableAVX512</c> does not say no.
    /// </summary>
    public static bool IsFast { get; } =
        X86Base.IsSupported
        && X86Base.CpuId(0, 0).Eax >= SavedStateLeaf
        && (X86Base.CpuId(FeaturesLeaf, 0).Ebx & Instructions) == Instructions
        && IsSaved()
        && !SlowsDown()
        && Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") is not "0";

    private static bool IsSaved()
    {
        (int eax, int ebx, _, _) = X86Base.CpuId(SavedStateLeaf, 1);
        return (eax & SavesCompactly) != 0 && (uint)ebx % MatrixBytes >= SavedBytes;
    }

    // Intel's first ones lower the clock of a core that computes in 512 bits: Skylake to Cooper Lake of servers, and
    // Cannon Lake. .NET takes 256 bits there.
    private static bool SlowsDown()
    {
        (_, int vendor, _, _) = X86Base.CpuId(0, 0);
        int signature = X86Base.CpuId(1, 0).Eax & 0x000F_0FF0;
        return vendor == 0x756E_6547 && signature is 0x0005_0650 or 0x0006_0660;
    }
}
