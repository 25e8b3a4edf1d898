namespace ResNetGen.Cli.Output;

/// <summary>The document of <c>summary --json</c>.</summary>
internal sealed record SummaryDocument(
    string Name,
    string Description,
    string Declaration,
    bool Embedded,
    ImageShape Input,
    int Classes,
    int EmbeddingLength,
    long Parameters,
    long MultiplyAdds,
    long WeightBytes,
    long WorkspaceBytes,
    IReadOnlyList<LayerEntry> Layers
);

/// <summary>A layer of it.</summary>
internal sealed record LayerEntry(
    string Name,
    string Kind,
    int Kernel,
    int Stride,
    int Groups,
    ImageShape Output,
    long Parameters,
    long MultiplyAdds,
    AlgorithmEntry? Algorithms
);

/// <summary>How a convolution is computed on each width of vectors.</summary>
internal sealed record AlgorithmEntry(string Vector128, string Vector256, string Vector512)
{
    public static AlgorithmEntry? Of(AlgorithmChoice? choice) =>
        choice is null
            ? null
            : new(
                LayerText.JsonAlgorithm(choice.Vector128),
                LayerText.JsonAlgorithm(choice.Vector256),
                LayerText.JsonAlgorithm(choice.Vector512)
            );
}
