using System.Globalization;
using System.Text;

namespace ResNetGen.Weights;

/// <summary>Text from a file, made fit for a message: one line, in quotes, of bounded length.</summary>
internal static class Quoted
{
    /// <summary>Characters that are shown.</summary>
    public const int Longest = 160;

    public static string Text(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            if (char.IsControl(character) || char.IsSurrogate(character))
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                result.Append(character);
        }

        return result.Append(text.Length > Longest ? "...\"" : "\"").ToString();
    }

    /// <summary>A literal of Python, on one line.</summary>
    public static string Python(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (char.IsControl(character))
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                result.Append(character is '\\' or '"' ? "\\" : "").Append(character);
        }

        return result.Append('"').ToString();
    }
}
