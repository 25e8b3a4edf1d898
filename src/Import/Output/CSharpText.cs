using System.Globalization;
using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// Text of a file in source code. No character of it ends a literal, a comment or an element, and none is invisible or
/// changes the order of the others.
/// </summary>
internal static class CSharpText
{
    /// <summary>A string literal.</summary>
    public static string Literal(string text) =>
        $"\"{Escape(text, letter => letter is '"' or '\\' ? $"\\{letter}" : null)}\"";

    /// <summary>A number as a literal of type float.</summary>
    public static string Literal(float value) =>
        float.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) + "f"
        : float.IsNaN(value) ? "float.NaN"
        : value > 0 ? "float.PositiveInfinity"
        : "float.NegativeInfinity";

    /// <summary>Text in a comment that is documentation.</summary>
    public static string Xml(string text) =>
        Escape(
            text,
            letter =>
                letter switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    _ => null,
                }
        );

    private static string Escape(string text, Func<char, string?> replace)
    {
        StringBuilder result = new();
        for (int index = 0; index < text.Length; index++)
        {
            bool isPair = char.IsSurrogatePair(text, index);
            if (Quoted.IsShown(CharUnicodeInfo.GetUnicodeCategory(text, index)))
            {
                _ = replace(text[index]) is { } other
                    ? result.Append(other)
                    : result.Append(text, index, isPair ? 2 : 1);
                index += isPair ? 1 : 0;
            }
            else
            {
                // Of a pair, one half after the other.
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[index]:x4}");
            }
        }

        return result.ToString();
    }
}
