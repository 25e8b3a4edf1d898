using System.Runtime.InteropServices;

namespace Consumer;

/// <summary>A function that the C library of Linux does not have.</summary>
internal static partial class Darwin
{
    [LibraryImport("libc", EntryPoint = "sysctlbyname", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ReadSetting(string name, nint value, nint length, nint other, nint otherLength);
}
