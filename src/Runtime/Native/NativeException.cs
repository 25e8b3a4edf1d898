namespace ResNetGen.Runtime;

/// <summary>What is wrong with a call from C: the code it returns, and a sentence in the header's own words.</summary>
internal sealed class NativeException(NativeStatus status, string message) : Exception(message)
{
    /// <summary>The code.</summary>
    public NativeStatus Status { get; } = status;
}
