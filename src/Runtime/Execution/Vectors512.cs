using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// Vectors of 512 bits. A JIT has them where the processor does. A program that is compiled ahead of time for fewer bits
/// has them too if it is linked with the object that src/Vectors512 is compiled to: such a program chooses when it
/// starts.
/// </summary>
internal static class Vectors512
{
    /// <summary>The library that the compiler takes the kernels to be in.</summary>
    public const string Object = "ResNetGen.Vectors512";

    /// <summary>
    /// Whether the object is linked: a constant for the compiler, to which the package's build files say so, and false
    /// for a JIT.
    /// </summary>
    [FeatureSwitchDefinition(Object)]
    public static bool AreLinked { get; } = AppContext.TryGetSwitch(Object, out bool linked) && linked;

    /// <summary>Whether there is code for them.</summary>
    public static bool AreCompiled
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated || AreLinked;
    }

    /// <summary>Whether there is code for them, and they are fast here.</summary>
    public static bool AreFast
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated || (AreLinked && Avx512.IsFast);
    }
}
