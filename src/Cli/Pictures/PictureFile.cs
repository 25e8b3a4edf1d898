namespace ResNetGen.Cli.Pictures;

/// <summary>A picture to read, or what is wrong with the argument that should have led to some.</summary>
internal sealed record PictureFile(string Path, string? Problem = null);
