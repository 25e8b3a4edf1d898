using System.Text;

namespace ResNetGen.Weights;

/// <summary>The command that makes weights which <c>Load</c> takes, and a class for them, from what people
/// have.</summary>
internal static class ImportCommand
{
    /// <summary>Writes the command.</summary>
    /// <param name="file">What messages call the file; of bytes in memory that is no path.</param>
    /// <param name="prefix">What stands before the names of the network.</param>
    /// <param name="ignore">Names to leave out.</param>
    public static string For(string file, string? prefix = null, IEnumerable<string>? ignore = null)
    {
        StringBuilder command = new($"resnetgen import {(Path.Exists(file) ? Quoted.Shell(file) : "FILE")}");
        if (prefix is not null)
        {
            // Without its last dot, which would be one with that of a sentence.
            command.Append(" --prefix ").Append(prefix.Length == 0 ? "\"\"" : Argument(prefix.TrimEnd('.')));
        }

        foreach (string pattern in ignore ?? [])
        {
            command.Append(" --ignore ").Append(Argument(pattern));
        }

        return command.ToString();
    }

    // A question mark stands for what nobody can type.
    private static string Argument(string text) =>
        Quoted.Shell(
            string.Concat(text.Select(one => Quoted.Text(one.ToString())[1..^1] == one.ToString() ? one : '?'))
        );
}
