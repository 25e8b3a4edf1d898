using System.Text;

namespace ResNetGen.Weights;

/// <summary>The command that makes weights which <c>Load</c> takes, and a class for them, from what people have.</summary>
internal static class ImportCommand
{
    /// <summary>Writes the command.</summary>
    /// <param name="file">What messages call the file.</param>
    /// <param name="prefix">What stands before the names of the network.</param>
    /// <param name="ignore">Names to leave out.</param>
    public static string For(string file, string? prefix = null, IEnumerable<string>? ignore = null)
    {
        StringBuilder command = new($"resnetgen import {(File.Exists(file) ? Argument(file) : "FILE")}");
        if (prefix is not null)
        {
            command.Append(" --prefix ").Append(Argument(prefix));
        }

        foreach (string pattern in ignore ?? [])
        {
            command.Append(" --ignore ").Append(Argument(pattern));
        }

        return command.ToString();
    }

    /// <summary>Whether shells take a text for itself, at least in quotes.</summary>
    public static bool CanHave(string text) =>
        text.Length <= Quoted.Longest && !text.Any(one => char.IsControl(one) || "\"$`%!".Contains(one));

    private static string Argument(string text) =>
        text.Length > 0 && text.All(one => char.IsAsciiLetterOrDigit(one) || "._-/\\:".Contains(one))
            ? text
            : $"\"{text}\"";
}
