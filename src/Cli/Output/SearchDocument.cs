using ResNetGen.Cli.Learning;

namespace ResNetGen.Cli.Output;

/// <summary>The document of <c>search --json</c>.</summary>
/// <param name="Model">The network that gives the features.</param>
/// <param name="Preset">How pictures are prepared.</param>
/// <param name="Query">The picture that was asked for.</param>
/// <param name="Directory">Where it was looked for.</param>
/// <param name="Pictures">How many pictures were looked at.</param>
/// <param name="Results">The most similar ones, the most similar first.</param>
/// <param name="Unreadable">Pictures that cannot be read, and why.</param>
/// <param name="Notes">What was left out.</param>
internal sealed record SearchDocument(
    string Model,
    string Preset,
    string Query,
    string Directory,
    int Pictures,
    IReadOnlyList<SimilarPicture> Results,
    IReadOnlyList<UnreadablePicture> Unreadable,
    IReadOnlyList<string> Notes
);

/// <summary>A picture that is like another one.</summary>
/// <param name="Path">The file.</param>
/// <param name="Similarity">The cosine of their features: 1 for equal ones.</param>
/// <param name="Identical">Whether the files are the same to the byte.</param>
internal sealed record SimilarPicture(string Path, float Similarity, bool Identical);
