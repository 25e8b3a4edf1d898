using System.Runtime.InteropServices;

namespace ResNetGen.Weights;

/// <summary>
/// Where packed weights may be for the kernels to read them in place. What is not is copied into aligned memory.
/// </summary>
internal readonly record struct PackedPlacement
{
    private PackedPlacement(int alignment) => Alignment = (nuint)alignment;

    /// <summary>
    /// Whole lines of cache: kernels read at any address, but a vector that straddles two lines is read twice, in every
    /// run.
    /// </summary>
    public static PackedPlacement Aligned { get; } = new(64);

    /// <summary>
    /// Wherever the processor can read a float. A compiler puts a resource at a multiple of 8 and its length before it,
    /// NativeAOT anywhere: an embedded file is hardly ever aligned, and a copy would take the memory and the time that
    /// it was embedded to save. docs/weights.md has what it costs.
    /// </summary>
    public static PackedPlacement Embedded { get; } = new(ReadsAnywhere ? 1 : sizeof(float));

    /// <summary>The first weight is at a multiple of this.</summary>
    public nuint Alignment { get; }

    private static bool ReadsAnywhere =>
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 or Architecture.Arm64;
}
