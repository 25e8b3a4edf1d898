namespace ResNetGen.Weights;

/// <summary>Why a path could not be opened, in one line.</summary>
internal static class UnreadableFile
{
    public static WeightFileException Empty(string path) =>
        new(path, "the file is empty, where a weight file is expected", "Download or export it again.");

    public static WeightFileException Describe(string path, Exception exception)
    {
        if (exception is not OutOfMemoryException && Directory.Exists(path))
        {
            return new WeightFileException(
                path,
                "this is a directory, where a weight file is expected",
                "Name the file in it, often model.safetensors.",
                inner: exception
            );
        }

        (string? problem, string? advice) = exception switch
        {
            FileNotFoundException => ("there is no such file", Where(path)),
            DirectoryNotFoundException => ("there is no such directory", Where(path)),
            UnauthorizedAccessException => ("there is no permission to read the file", null),
            NotSupportedException => (
                "this is a pipe or a device, where a file is expected",
                "Save the weights to a file, or pass the bytes."
            ),
            _ => (
                $"the file cannot be opened: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}",
                (string?)null
            ),
        };
        return new WeightFileException(path, problem, advice, inner: exception);
    }

    private static string? Where(string path)
    {
        if (UndecodableName.Is(path))
        {
            return UndecodableName.Advice;
        }

        try
        {
            return Path.IsPathFullyQualified(path) ? null : $"It was looked for as {Path.GetFullPath(path)}.";
        }
        catch (IOException)
        {
            return "The current directory was deleted.";
        }
    }
}
