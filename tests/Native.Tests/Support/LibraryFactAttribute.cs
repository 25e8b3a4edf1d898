using System.Runtime.Intrinsics.X86;

namespace ResNetGen.Native.Tests.Support;

/// <summary>A test that needs the sample as a native library, and programs that call it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LibraryFactAttribute : FactAttribute
{
    public LibraryFactAttribute() => Skip = WhyNot;

    /// <summary>Whether one of the programs is in Python.</summary>
    public bool NeedsPython
    {
        get => false;
        set =>
            Skip ??=
                value && CCompiler.FindProgram("python3") is null ? "There is no Python, 'python3': install it." : null;
    }

    /// <summary>Why the library is not made here; <see langword="null"/> where it is.</summary>
    public static string? WhyNot { get; } =
        !OperatingSystem.IsLinux() ? "The programs are linked as on Linux."
        : !Avx2.IsSupported ? "The sample is compiled for processors with AVX2."
        : CCompiler.WhyNot;
}
