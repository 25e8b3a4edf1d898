namespace ResNetGen.Generator.Plan;

/// <summary>How a convolution is computed, and why where it was close.</summary>
/// <param name="Choice">The algorithm on each width of vectors.</param>
/// <param name="Close">A line where another algorithm costs little more with 512 bits.</param>
internal sealed record AlgorithmDecision(AlgorithmChoice Choice, string? Close)
{
    /// <summary>Of a convolution that no pass has seen: the definition.</summary>
    public static AlgorithmDecision None { get; } = new(ConvolutionAlgorithm.Direct, Close: null);
}
