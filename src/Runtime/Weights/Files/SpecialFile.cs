using System.Runtime.InteropServices;

namespace ResNetGen.Weights;

/// <summary>Tells pipes, sockets and devices from files without opening them, which may take for ever.</summary>
internal static unsafe partial class SpecialFile
{
    private const int CurrentDirectory = -100;
    private const uint WantsType = 1;
    private const int StatusBytes = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;
    private const int DirectoryType = 0x4000;

    /// <summary>Whether it is there and neither a file nor a directory. Links are followed. Only Linux tells.</summary>
    public static bool Is(string path)
    {
        if (!OperatingSystem.IsLinux() || path.Contains('\0'))
        {
            return false;
        }

        try
        {
            // The layout of this call is the same on all processors, unlike that of stat.
            byte* status = stackalloc byte[StatusBytes];
            return Status(CurrentDirectory, path, flags: 0, WantsType, status) == 0
                && (*(ushort*)(status + ModeOffset) & TypeMask) is not (RegularType or DirectoryType);
        }
        catch (EntryPointNotFoundException)
        {
            return false; // An old C library.
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int directory, string path, int flags, uint mask, byte* status);
}
