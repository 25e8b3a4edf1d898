using System.Runtime.InteropServices;

namespace ResNetGen.Runtime;

/// <summary>Advice to Linux on memory. Where the system takes none, nothing happens.</summary>
internal static unsafe partial class MemoryAdvice
{
    private const nuint HugePage = 2 << 20;
    private const int MadviseDontNeed = 4;
    private const int MadviseHugePage = 14;

    /// <summary>
    /// Asks for 2 MiB pages: a network streams tens of megabytes of weights, and each page of 4 KiB costs a look-up.
    /// </summary>
    public static void UseHugePages(void* memory, nuint bytes)
    {
        if (OperatingSystem.IsLinux() && bytes >= HugePage)
        {
            _ = Madvise(memory, bytes, MadviseHugePage);
        }
    }

    /// <summary>
    /// Pages of a mapped file, which are read-only: this process does not hold them any more, the system's cache still
    /// does. They come back when they are touched again.
    /// </summary>
    /// <param name="page">The start of a page.</param>
    /// <param name="bytes">How many bytes, to the end of the last page.</param>
    public static void LetGo(void* page, nuint bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Madvise(page, bytes, MadviseDontNeed);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* address, nuint length, int advice);
}
