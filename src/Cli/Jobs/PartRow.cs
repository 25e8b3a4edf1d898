namespace ResNetGen.Cli.Jobs;

/// <summary>What is known of a picture.</summary>
/// <param name="Path">Its path, relative to the source, with <c>/</c>.</param>
/// <param name="ContentHash">XXH128 of the file's bytes; zero where it cannot be read.</param>
/// <param name="Values">Features, or probabilities: of <paramref name="Classes"/>, or of all classes in their
/// order.</param>
/// <param name="Classes">The most probable classes, the first first; empty for features.</param>
/// <param name="Problem">Why it cannot be used; <see langword="null"/> where it can.</param>
internal sealed record PartRow(string Path, UInt128 ContentHash, float[] Values, int[] Classes, string? Problem = null);
