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
    long MultiplyAdds
);
