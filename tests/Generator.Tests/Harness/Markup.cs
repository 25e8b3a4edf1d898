using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace ResNetGen.Generator.Tests.Harness;

/// <summary>
/// Source text in which <c>{|RNG0001:Net|}</c> marks where a diagnostic is expected; marks may be nested.
/// </summary>
internal sealed record Markup(string Source, (string Id, TextSpan Span)[] Marks)
{
    public static Markup Parse(string text)
    {
        StringBuilder source = new();
        Stack<(string Id, int Start)> open = new();
        List<(string Id, TextSpan Span)> marks = new();
        for (int i = 0; i < text.Length; i++)
        {
            ReadOnlySpan<char> rest = text.AsSpan(i);
            if (rest.StartsWith("{|"))
            {
                int colon = rest.IndexOf(':');
                open.Push((rest[2..colon].ToString(), source.Length));
                i += colon;
            }
            else if (rest.StartsWith("|}"))
            {
                (string id, int start) = open.Pop();
                marks.Add((id, TextSpan.FromBounds(start, source.Length)));
                i++;
            }
            else
            {
                source.Append(text[i]);
            }
        }

        return new Markup(source.ToString(), [.. marks.OrderBy(mark => mark.Span.Start).ThenBy(mark => mark.Id)]);
    }
}
