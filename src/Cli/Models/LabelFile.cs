namespace ResNetGen.Cli.Models;

/// <summary>Names of classes, one a line, in the order of the classes.</summary>
internal static class LabelFile
{
    /// <exception cref="CommandFailure">The file cannot be read or has another number of lines than the model has classes.</exception>
    public static IReadOnlyList<string> Read(string path, KnownModel model)
    {
        string[] lines = ReadLines(path);
        int count = lines.Length;
        while (count > 0 && string.IsNullOrWhiteSpace(lines[count - 1]))
        {
            count--;
        }

        return count == model.Info.Classes
            ? [.. lines.Take(count).Select(line => line.Trim())]
            : throw CommandFailure.CannotStart(
                $"{path}: {count} labels, but {model.Name} has {model.Info.Classes} classes. One label a line is needed, in their order.");
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CommandFailure.CannotStart($"{path}: the labels cannot be read. {unreadable.Message}");
        }
    }
}
