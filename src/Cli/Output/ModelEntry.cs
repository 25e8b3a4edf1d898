namespace ResNetGen.Cli.Output;

/// <summary>A model in the document of <c>list --json</c>.</summary>
internal sealed record ModelEntry(
    string Name,
    string Description,
    bool Embedded,
    ImageShape Input,
    int Classes,
    long Parameters,
    long MultiplyAdds
);

/// <summary>Planes, rows and columns.</summary>
internal sealed record ImageShape(int Channels, int Height, int Width);
