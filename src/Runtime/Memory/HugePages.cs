using System.Runtime.InteropServices;

namespace ResNetGen.Runtime;

/// <summary>
/// Asks for 2 MiB pages: a network streams tens of megabytes of weights, and each page of 4 KiB costs a look-up.
/// </summary>
internal static unsafe partial class HugePages
{
    private const nuint Size = 2 << 20;
    private const int MadviseHugePage = 14;

    /// <summary>Advice only: where the system has none, nothing happens.</summary>
    public static void Advise(void* memory, nuint bytes)
    {
        if (OperatingSystem.IsLinux() && bytes >= Size)
        {
            _ = Madvise(memory, bytes, MadviseHugePage);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* address, nuint length, int advice);
}
