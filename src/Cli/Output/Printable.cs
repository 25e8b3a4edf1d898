using System.Globalization;
using System.Text;

namespace ResNetGen.Cli.Output;

/// <summary>
/// File names and labels as they may be shown: a character in them must not steer the screen, break a line, or show
/// text in another order.
/// </summary>
internal static class Printable
{
    /// <summary>One field of one line.</summary>
    public static string Field(string text) => Escape(text, keep: null);

    /// <summary>A message, whose own line breaks stay.</summary>
    public static string Lines(string text) => Escape(text, keep: '\n');

    /// <summary>A message in which a name may stand, whose line breaks are not the message's.</summary>
    public static string Naming(string name, string message) =>
        name.Contains('\n') ? message.Replace(name, Field(name), StringComparison.Ordinal) : message;

    private static string Escape(string text, char? keep)
    {
        if (!text.Any(letter => !IsShown(letter) && letter != keep))
        {
            return text;
        }

        StringBuilder escaped = new();
        foreach (char letter in text)
        {
            if (IsShown(letter) || letter == keep)
            {
                escaped.Append(letter);
                continue;
            }

            escaped.Append(
                letter switch
                {
                    '\t' => @"\t",
                    '\n' => @"\n",
                    '\r' => @"\r",
                    _ => $@"\u{(int)letter:x4}",
                }
            );
        }

        return escaped.ToString();
    }

    // The last two are no characters, and no XML may have them.
    private static bool IsShown(char letter) =>
        letter < '\uFFFE'
        && char.GetUnicodeCategory(letter)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );
}
