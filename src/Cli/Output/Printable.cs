using System.Text;

namespace ResNetGen.Cli.Output;

/// <summary>File names and labels as they may be shown: a control character in them must not steer the screen or break a line.</summary>
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
        if (!text.Any(letter => char.IsControl(letter) && letter != keep))
        {
            return text;
        }

        StringBuilder escaped = new();
        foreach (char letter in text)
        {
            if (!char.IsControl(letter) || letter == keep)
            {
                escaped.Append(letter);
                continue;
            }

            escaped.Append(letter switch
            {
                '\t' => @"\t",
                '\n' => @"\n",
                '\r' => @"\r",
                _ => $@"\u{(int)letter:x4}",
            });
        }

        return escaped.ToString();
    }
}
