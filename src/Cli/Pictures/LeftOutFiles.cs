namespace ResNetGen.Cli.Pictures;

/// <summary>
/// Pictures in directories that are left out, all of one format that is not read; or directories in directories.
/// </summary>
/// <param name="Format">The format, by the endings of their names, or <see cref="Directory"/>.</param>
/// <param name="Files">How many there are.</param>
/// <param name="Example">One of them.</param>
internal sealed record LeftOutFiles(string Format, int Files, string Example)
{
    /// <summary>The format of directories below those that were named.</summary>
    public const string Directory = "directory";

    /// <summary>What to tell of them.</summary>
    public string Describe() =>
        (Format, Files) switch
        {
            (Directory, 1) => $"1 directory below was not searched, {Example}: name it too.",
            (Directory, _) => $"{Files} directories below were not searched, such as {Example}: name them too.",
            (_, 1) =>
                $"1 {Format} file of a directory was left out, {Example}: PNG, JPEG and BMP are read. Convert it first.",
            _ =>
                $"{Files} {Format} files of directories were left out, such as {Example}: PNG, JPEG and BMP are read. Convert them first.",
        };
}
