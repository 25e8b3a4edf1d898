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
        StringBuilder command = new($"resnetgen import {(File.Exists(file) ? Argument(Named(file)) : "FILE")}");
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

    /// <summary>
    /// A text as a word of a command: as it is, in quotation marks that all shells know, or in those of the system's shell.
    /// </summary>
    internal static string Argument(string text)
    {
        bool isWindows = OperatingSystem.IsWindows();
        if (
            text.Length > 0
            && text.All(one => char.IsAsciiLetterOrDigit(one) || "._-/:".Contains(one) || IsSeparator(one))
        )
        {
            return text;
        }

        return isWindows || !text.Any(one => char.IsControl(one) || "\"$`\\!%".Contains(one))
            ? $"\"{text}\""
            : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

        bool IsSeparator(char one) => isWindows && one == '\\';
    }

    // What begins with a hyphen would be an option.
    private static string Named(string file) => file.StartsWith('-') ? "./" + file : file;
}
