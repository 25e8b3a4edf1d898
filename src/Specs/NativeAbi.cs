namespace ResNetGen;

/// <summary>
/// The C interface as a whole. Shared by the generator, which writes the header, and the runtime, which stands behind
/// it.
/// </summary>
internal static class NativeAbi
{
    /// <summary>Raised when a program that was compiled with an earlier header would go wrong.</summary>
    public const int Version = 1;

    /// <summary>The most threads of one run.</summary>
    public const int MaxThreads = 256;
}
