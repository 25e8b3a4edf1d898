using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResNetGen.Generator.Parse;

/// <summary>
/// An attribute as its author would write it on one line: no comments, no line breaks, one blank where blanks belong.
/// </summary>
internal static class DeclarationText
{
    public static string From(AttributeSyntax attribute)
    {
        AttributeSyntax bare = attribute.ReplaceTrivia(attribute.DescendantTrivia(), static (_, _) => default);
        return $"[{OnOneLine(bare.NormalizeWhitespace(indentation: "", eol: " ").ToString())}]";
    }

    /// <summary>
    /// Runs of white space become one blank, within literals too: the text ends up in a comment, which a line break
    /// would end.
    /// </summary>
    private static string OnOneLine(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (char character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                line.Append(character);
            }
            else if (line.Length > 0 && line[line.Length - 1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }
}
