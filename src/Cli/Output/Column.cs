namespace ResNetGen.Cli.Output;

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Title">What stands over it.</param>
/// <param name="IsNumber">Whether its cells are aligned to the right.</param>
/// <param name="Wraps">Whether its cells may be broken into lines on a narrow screen.</param>
internal sealed record Column(string Title, bool IsNumber = false, bool Wraps = false);
