namespace ResNetGen;

/// <summary>How a convolution is computed on each width of vectors: mostly the same way on all.</summary>
/// <param name="Vector128">The algorithm on vectors of 128 bits.</param>
/// <param name="Vector256">The algorithm on vectors of 256 bits.</param>
/// <param name="Vector512">The algorithm on vectors of 512 bits.</param>
public sealed record AlgorithmChoice(
    ConvolutionAlgorithm Vector128,
    ConvolutionAlgorithm Vector256,
    ConvolutionAlgorithm Vector512
)
{
    /// <summary>All widths, the narrowest first.</summary>
    internal static IReadOnlyList<VectorWidth> Widths { get; } =
        new[] { VectorWidth.Vector128, VectorWidth.Vector256, VectorWidth.Vector512 };

    /// <summary>The algorithm on vectors of one width.</summary>
    /// <param name="width">The width.</param>
    public ConvolutionAlgorithm this[VectorWidth width] =>
        width switch
        {
            VectorWidth.Vector128 => Vector128,
            VectorWidth.Vector256 => Vector256,
            VectorWidth.Vector512 => Vector512,
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "Vectors have 128, 256 or 512 bits."),
        };

    /// <summary>Whether all widths have the same algorithm.</summary>
    public bool IsUniform => Vector128 == Vector256 && Vector256 == Vector512;

    /// <summary>The algorithms, the one on the widest vectors first, each with the widths that have it.</summary>
    internal IEnumerable<IGrouping<ConvolutionAlgorithm, VectorWidth>> Groups =>
        Widths.Reverse().GroupBy(width => this[width]);

    /// <summary>For people: <c>direct</c>, or <c>zero-skipping at 512 bits, direct at 256 and 128</c>.</summary>
    public override string ToString() =>
        IsUniform
            ? Vector512.Name
            : string.Join(
                ", ",
                Groups.Select(
                    (group, index) =>
                        $"{group.Key.Name} at {string.Join(" and ", group.Select(width => (int)width))}{(index == 0 ? " bits" : "")}"
                )
            );

    /// <summary>The same algorithm on all widths.</summary>
    /// <param name="algorithm">The algorithm.</param>
    public static implicit operator AlgorithmChoice(ConvolutionAlgorithm algorithm) =>
        new(algorithm, algorithm, algorithm);
}
