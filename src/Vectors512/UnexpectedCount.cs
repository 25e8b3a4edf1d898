using System.Diagnostics.CodeAnalysis;

namespace ResNetGen.Runtime;

/// <summary>What kernels do with a count that they have no code for: here nothing is .NET's that could be thrown.</summary>
internal static unsafe class UnexpectedCount
{
    /// <summary>Ends the process.</summary>
    [DoesNotReturn]
    public static void Throw(int count)
    {
        while (true)
        {
            Volatile.Write(ref *(int*)null, count);
        }
    }
}
