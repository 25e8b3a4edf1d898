using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Tests.Support;

/// <summary>What a test may need of the machine that runs it.</summary>
[Flags]
internal enum Needs
{
    /// <summary>Linux.</summary>
    Linux = 1,

    /// <summary>Linux or macOS, not Windows.</summary>
    Unix = 2,

    /// <summary>Vectors of 256 bits, on x64 AVX2. A variable can switch them off for a process.</summary>
    Vector256 = 4,

    /// <summary>Vectors of 512 bits: AVX-512. A variable can switch them off for a process.</summary>
    Vector512 = 8,

    /// <summary>The program <c>python3</c>.</summary>
    Python = 16,

    /// <summary>The programs <c>cc</c> and <c>c++</c>.</summary>
    Compilers = 32,

    /// <summary>The program <see cref="Machine.Emulator"/>, and programs compiled for x64.</summary>
    Emulator = 64,

    /// <summary>Photographs of the Debian package tuxpaint-stamps-default.</summary>
    Stamps = 128,

    /// <summary>The daemons and commands of Slurm, which root may start.</summary>
    Slurm = 256,
}

/// <summary>The machine that runs the tests.</summary>
internal static class Machine
{
    /// <summary>Where Debian puts photographs that a test learns from.</summary>
    public const string Stamps = "/usr/share/tuxpaint/stamps";

    /// <summary>Runs programs on an emulated x64 processor.</summary>
    public const string Emulator = "/usr/bin/qemu-x86_64";

    private static readonly string[] SlurmPrograms = ["slurmctld", "slurmd", "sbatch", "munged"];

    /// <summary>Why a test cannot run here; <see langword="null"/> where it can.</summary>
    /// <param name="needs">What it needs.</param>
    /// <param name="because">What it needs that for.</param>
    public static string? WhyNot(Needs needs, string? because = null) =>
        Enum.GetValues<Needs>()
            .Where(need => needs.HasFlag(need))
            .Select(Missing)
            .FirstOrDefault(why => why is not null)
            is { } missing
            ? $"{missing}{(because is null ? "" : ": " + because)}."
            : null;

    private static string? Missing(Needs need) =>
        need switch
        {
            Needs.Linux => OperatingSystem.IsLinux() ? null : "This is not Linux",
            Needs.Unix => OperatingSystem.IsWindows() ? "This is Windows" : null,
            Needs.Vector256 => Vector256.IsHardwareAccelerated ? null : "There are no vectors of 256 bits here",
            Needs.Vector512 => Vector512.IsHardwareAccelerated ? null : "There are no vectors of 512 bits here",
            Needs.Python => IsInPath("python3") ? null : "There is no 'python3': install Python",
            Needs.Compilers => IsInPath("cc") && IsInPath("c++")
                ? null
                : "There is no 'cc' or no 'c++': install gcc and g++, or clang",
            Needs.Emulator => RuntimeInformation.ProcessArchitecture != Architecture.X64 ? "This is not x64"
            : File.Exists(Emulator) ? null
            : $"There is no '{Emulator}': install qemu-user",
            Needs.Stamps => Directory.Exists(Path.Combine(Stamps, "food", "fruit"))
                ? null
                : $"There are no pictures in '{Stamps}': install tuxpaint-stamps-default",
            Needs.Slurm => SlurmPrograms.FirstOrDefault(program => !IsInPath(program)) is { } program
                ? $"There is no '{program}': install slurmctld, slurmd, slurm-client and munge"
            : Environment.IsPrivilegedProcess ? null
            : "The tests do not run as root, who can start Slurm",
            _ => throw new ArgumentOutOfRangeException(nameof(need), need, null),
        };

    private static bool IsInPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
