using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ResNetGen.Runtime.Tests.MachineCode;

/// <summary>Compiles tiles for the listing that the JIT prints of them, in a process of its own.</summary>
internal static class CompiledTiles
{
    public const string Command = "compile-tiles";

    /// <summary>Compiles every tile and transform of some vectors: the methods that the generator wrote.</summary>
    /// <param name="vectors">What stands in their names: <c>512</c>, <c>32Of128</c>.</param>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Where a JIT runs, nothing is trimmed.")]
    public static void Compile(IReadOnlyList<string> vectors)
    {
        Type[] families =
        [
            typeof(TileFamily),
            typeof(GroupedTiles),
            typeof(ZeroSkippingTiles),
            typeof(WinogradTiles),
            typeof(WinogradTransforms),
        ];
        foreach (
            MethodInfo method in families.SelectMany(family =>
                family.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            )
        )
        {
            // What an object would be linked for has no code here.
            bool isLinked = method.Attributes.HasFlag(MethodAttributes.PinvokeImpl);
            if (!isLinked && vectors.Any(name => method.Name.Contains("With" + name, StringComparison.Ordinal)))
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }
    }
}
