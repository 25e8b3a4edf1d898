using System.Runtime.Intrinsics.X86;

namespace ResNetGen.Runtime;

/// <summary>The cache that one core has for itself: how large the pieces may be that a kernel passes over again and again.</summary>
internal static class SecondLevelCache
{
    private const uint CacheLeaf = 0x8000_0006;

    // Of processors that do not say.
    private const int UsualBytes = 512 << 10;

    // Beyond these, a virtual machine that makes it up is likelier than such a processor.
    private const int LeastBytes = 256 << 10;
    private const int MostBytes = 4 << 20;

    /// <summary>Its size in bytes. It decides only in which order a kernel works: results are the same to the bit.</summary>
    public static int Bytes { get; } = Math.Clamp(Read(), LeastBytes, MostBytes);

    private static int Read()
    {
        if (!X86Base.IsSupported || (uint)X86Base.CpuId(unchecked((int)0x8000_0000), 0).Eax < CacheLeaf)
        {
            return UsualBytes;
        }

        // Intel and AMD alike: kilobytes in the upper half.
        int kilobytes = (int)((uint)X86Base.CpuId(unchecked((int)CacheLeaf), 0).Ecx >> 16);
        return kilobytes == 0 ? UsualBytes : kilobytes << 10;
    }
}
