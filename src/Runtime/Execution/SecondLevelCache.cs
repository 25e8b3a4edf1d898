using System.Runtime.Intrinsics.X86;

namespace ResNetGen.Runtime;

/// <summary>
/// How large the pieces may be that a kernel passes over again and again: what the processor says of its second-level
/// cache, else what is usual.
/// </summary>
internal static class SecondLevelCache
{
    private const uint CacheLeaf = 0x8000_0006;

    // Of processors that do not say.
    private const int UsualBytes = 512 << 10;

    // Beyond these, a virtual machine that makes it up is likelier than such a cache of one core.
    private const int LeastBytes = 256 << 10;
    private const int MostBytes = 4 << 20;

    /// <summary>
    /// Its assumed size in bytes. It decides only in which order a kernel works: results are the same to the bit.
    /// </summary>
    public static int Bytes { get; } = Read() is >= LeastBytes and <= MostBytes and int bytes ? bytes : UsualBytes;

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
