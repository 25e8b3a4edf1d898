namespace ResNetGen.Cli.Pictures;

/// <summary>Pictures in directories that are left out, all of one format that is not read.</summary>
/// <param name="Format">The format, by the endings of their names.</param>
/// <param name="Files">How many there are.</param>
/// <param name="Example">One of them.</param>
internal sealed record LeftOutFiles(string Format, int Files, string Example);
