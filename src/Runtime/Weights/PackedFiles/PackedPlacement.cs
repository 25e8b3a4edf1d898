using System.Runtime.InteropServices;

namespace ResNetGen.Weights;

/// <summary>
/// Where kernels may read packed weights in place. Weights at other addresses are copied into aligned memory.
/// </summary>
internal readonly record struct PackedPlacement
{
    private PackedPlacement(int alignment) => Alignment = (nuint)alignment;

    /// <summary>
    /// At cache lines. Kernels read at any address, but a vector across two lines costs two reads in every run.
    /// </summary>
    public static PackedPlacement Aligned { get; } = new(64);

    /// <summary>
    /// Wherever the processor can read a float. An embedded file is hardly ever aligned: a compiler puts a resource at
    /// a multiple of 8 and its length before it, NativeAOT puts it anywhere. A copy would cost the memory and the time
    /// that embedding saves. docs/weights.md has the price of reading in place.
    /// </summary>
    public static PackedPlacement Embedded { get; } = new(ReadsAnywhere ? 1 : sizeof(float));

    /// <summary>The first weight is at a multiple of this.</summary>
    public nuint Alignment { get; }

    private static bool ReadsAnywhere =>
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 or Architecture.Arm64;
}
