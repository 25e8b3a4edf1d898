using System.Diagnostics.CodeAnalysis;

namespace ResNetGen.Runtime;

/// <summary>What kernels do with a count that they have no code for. No network has one.</summary>
internal static class UnexpectedCount
{
    /// <summary>Ends the run.</summary>
    [DoesNotReturn]
    public static void Throw(int count) =>
        throw new ArgumentOutOfRangeException(nameof(count), count, "No kernel has so many.");
}
