using System.Runtime.InteropServices;

namespace ResNetGen.Arm64.Tests.Support;

/// <summary>What compiles for Linux on Arm64, and what emulates that.</summary>
internal static class Emulation
{
    public const string Emulator = "qemu-aarch64";

    public const string ObjectCopier = "aarch64-linux-gnu-objcopy";

    /// <summary>Where the cross compiler's system is, by which the emulated program finds its libraries.</summary>
    public const string SystemRoot = "/usr/aarch64-linux-gnu";

    // Program, and the package that has it in Debian.
    private static readonly (string Program, string Package)[] Programs =
    [
        ("clang", "clang"),
        ("ld.lld", "lld"),
        ("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu"),
        (Emulator, "qemu-user"),
    ];

    /// <summary>Why nothing is emulated here; <see langword="null"/> where it is.</summary>
    public static string? WhyNot { get; } = Find();

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return "Programs for Arm64 are compiled and emulated on Linux on x64 alone.";
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] missing =
        [
            .. Programs
                .Where(tool => !folders.Any(folder => File.Exists(Path.Combine(folder, tool.Program))))
                .Select(tool => tool.Package),
            .. File.Exists($"{SystemRoot}/lib/libc.so") ? (string[])[] : ["libc6-dev-arm64-cross"],
        ];
        return missing.Length == 0
            ? null
            : $"Compiling for Arm64 and emulating it needs more: install {string.Join(' ', missing)}.";
    }
}
