namespace ResNetGen.Weights;

/// <summary>
/// A weight file that cannot be opened or read: missing, not safetensors, damaged, or holding values that no network
/// can use. The message names the file, the tensor and the byte, what was expected and what was found.
/// </summary>
public sealed class WeightFileException : WeightException
{
    internal WeightFileException(
        string file,
        string problem,
        string? advice = null,
        string? tensor = null,
        long? position = null,
        Exception? inner = null
    )
        : base(file, Compose(file, problem, advice, position), inner)
    {
        Tensor = tensor;
        Position = position;
        Problem = problem;
    }

    /// <summary>
    /// The tensor at fault, by its name in the file; <see langword="null"/> when the file as a whole is.
    /// </summary>
    public string? Tensor { get; }

    /// <summary>
    /// The offset at fault, in bytes from the start of the file; <see langword="null"/> when no single byte is.
    /// </summary>
    public long? Position { get; }

    /// <summary>What is wrong, without file, position and advice.</summary>
    internal string Problem { get; }

    private static string Compose(string file, string problem, string? advice, long? position)
    {
        // Without a culture: to name one would need ICU.
        string at = position is { } value ? $" (at byte {value})" : "";
        return $"{file}: {problem}{at}.{(advice is null ? "" : " " + advice)}";
    }
}
