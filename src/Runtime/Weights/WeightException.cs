namespace ResNetGen.Weights;

/// <summary>
/// Weights that cannot be used: what <c>Load</c> throws. The message is for a person and says what to do.
/// </summary>
public abstract class WeightException : Exception
{
    private protected WeightException(string file, string message, Exception? inner = null)
        : base(message, inner) => File = file;

    /// <summary>The path as it was given, or the name of what was read instead of a file.</summary>
    public string File { get; }
}
