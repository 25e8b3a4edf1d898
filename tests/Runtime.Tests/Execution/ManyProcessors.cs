using System.Runtime.CompilerServices;

namespace ResNetGen.Runtime.Tests.Execution;

/// <summary>
/// Tests run for several workers, also on a machine with one processor: they take as many as they ask for.
/// </summary>
internal static class ManyProcessors
{
    /// <summary>What the runtime would go by.</summary>
    public static int Found { get; } = Processors.Count;

    [ModuleInitializer]
    internal static void Pretend()
    {
        _ = Found;
        Processors.Count = NativeAbi.MaxThreads;
    }
}
