using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Output;

/// <summary>
/// The document of <c>classify --json</c>; what was left out of directories is missing where nothing was.
/// </summary>
internal sealed record ClassificationDocument(
    string Model,
    string Preset,
    IReadOnlyList<ClassifiedImage> Images,
    IReadOnlyList<LeftOutFiles>? LeftOut
);

/// <summary>A picture of it: guesses, or the error for which there are none.</summary>
internal sealed record ClassifiedImage(string Path, IReadOnlyList<Guess>? Guesses = null, string? Error = null);

/// <summary>A class and how probable it is; the label is missing when only numbers of classes are known.</summary>
internal sealed record Guess(int Class, string? Label, float Probability);
