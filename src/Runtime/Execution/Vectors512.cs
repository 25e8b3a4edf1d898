using System.Diagnostics.CodeAnalysis;

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
}
