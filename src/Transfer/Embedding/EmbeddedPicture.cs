namespace ResNetGen.Transfer;

/// <summary>A picture's features, or why it has none.</summary>
/// <param name="Path">The picture's file.</param>
/// <param name="Features">
/// <c>[view][feature]</c>: the features of the picture, then, if they were asked for, those of its mirror image. Empty
/// where there is a problem.
/// </param>
/// <param name="ContentHash">XXH128 of the file's bytes; zero where it cannot be read.</param>
/// <param name="Problem">Why the picture cannot be used; <see langword="null"/> where it can.</param>
public sealed record EmbeddedPicture(
    string Path,
    ReadOnlyMemory<float> Features,
    UInt128 ContentHash,
    string? Problem = null
);
