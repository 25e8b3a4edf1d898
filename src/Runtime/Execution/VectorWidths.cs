using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>What this machine has.</summary>
internal static class VectorWidths
{
    private const string NarrowerVectors = "ResNetGen.NarrowerVectors";

    /// <summary>
    /// Whether an engine may compute in narrower vectors than the widest: tests do. The package's build files say no to
    /// an ahead-of-time compiler, to which the width is a constant then.
    /// </summary>
    [FeatureSwitchDefinition(NarrowerVectors)]
    public static bool MayBeNarrower { get; } = !AppContext.TryGetSwitch(NarrowerVectors, out bool may) || may;

    /// <summary>Whether an engine's width is known only when it runs.</summary>
    public static bool AreSeveral
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MayBeNarrower || Vectors512.AreLinked;
    }

    /// <summary>The widest vectors that are fast here: a constant where the compiler knows the processor.</summary>
    public static VectorWidth Widest
    {
        // Inlined, so that what is compiled ahead of time has the code of its own width alone.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get =>
            Vector512.IsHardwareAccelerated || (Vectors512.AreLinked && Avx512.IsFast) ? VectorWidth.Vector512
            : Vector256.IsHardwareAccelerated ? VectorWidth.Vector256
            : VectorWidth.Vector128;
    }
}
