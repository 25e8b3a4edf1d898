using System.Buffers;
using System.Globalization;
using System.Text;

namespace ResNetGen.Weights;

/// <summary>
/// Text from a file, on one line and in quotes, for a message or for code in one. Characters that nobody would see, or
/// that would change the order of the others, are escaped as in Python.
/// </summary>
internal static class Quoted
{
    /// <summary>The most characters that are shown.</summary>
    public const int Longest = 160;

    /// <summary>Text for a reader, cut after <see cref="Longest"/> characters.</summary>
    public static string Text(string text)
    {
        StringBuilder result = new("\"");
        int shown = AppendEscaped(result, text, Longest, isLiteral: false);
        return result.Append(shown < text.Length ? "...\"" : "\"").ToString();
    }

    /// <summary>A literal of Python, on one line.</summary>
    public static string Python(string text)
    {
        StringBuilder result = new("\"");
        AppendEscaped(result, text, text.Length, isLiteral: true);
        return result.Append('"').ToString();
    }

    /// <summary>A path as a word of a command: as it is, or in the quotation marks of the system's shell.</summary>
    public static string Shell(string path)
    {
        string word = path.StartsWith('-') ? "./" + path : path;
        bool isWindows = OperatingSystem.IsWindows();
        return word.Length > 0
            && word.All(letter =>
                char.IsLetterOrDigit(letter) || "._-/:+@".Contains(letter) || (isWindows && letter == '\\')
            )
                ? word
            : isWindows ? $"\"{word}\""
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    /// <summary>Appends up to so many characters, and does not split a pair of surrogates.</summary>
    /// <returns>How many were appended.</returns>
    private static int AppendEscaped(StringBuilder result, string text, int length, bool isLiteral)
    {
        int position = 0;
        while (position < text.Length && position < length)
        {
            bool isRune =
                Rune.DecodeFromUtf16(text.AsSpan(position), out Rune rune, out int taken) == OperationStatus.Done;
            if (!isRune)
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[position]:x4}");
            }
            else if (IsShown(Rune.GetUnicodeCategory(rune)))
            {
                result.Append(isLiteral && rune.Value is '\\' or '"' ? "\\" : "").Append(rune);
            }
            else if (rune.IsBmp)
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                result.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
            }

            position += taken;
        }

        return position;
    }

    /// <summary>Whether a reader sees a character of a category, and it leaves the others where they are.</summary>
    public static bool IsShown(UnicodeCategory category) =>
        category
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.Surrogate
                or UnicodeCategory.OtherNotAssigned
            );
}
