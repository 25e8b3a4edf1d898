using System.Text;

namespace ResNetGen.Generator.Emit;

/// <summary>
/// Writes C# with indentation. Lines end in <c>\n</c>, so that equal input gives equal bytes.
/// </summary>
internal sealed class IndentedWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isEmpty;

    /// <summary>Writes one line. An empty one has no trailing blanks, and there are never two.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', 4 * _depth).Append(line);
        }
        else if (_isEmpty)
        {
            return;
        }

        _isEmpty = line.Length == 0;
        _text.Append('\n');
    }

    /// <summary>Opens a brace; disposing the result closes it.</summary>
    public Block OpenBlock(string head)
    {
        Line(head);
        Line("{");
        _depth++;
        return new Block(this, "}");
    }

    /// <summary>
    /// Opens a brace on a line of its own; disposing the result closes it with something behind it, such as a loop's
    /// condition.
    /// </summary>
    public Block OpenBraces(string behind)
    {
        Line("{");
        _depth++;
        return new Block(this, "}" + behind);
    }

    /// <summary>
    /// Opens a bracket on a line of its own; disposing the result closes it with something behind it.
    /// </summary>
    public Block OpenBrackets(string behind)
    {
        Line("[");
        _depth++;
        return new Block(this, "]" + behind);
    }

    /// <summary>Indents what follows, until the result is disposed.</summary>
    public Block Indent()
    {
        _depth++;
        return new Block(this, null);
    }

    public override string ToString() => _text.ToString();

    /// <summary>Ends an indented part.</summary>
    public readonly struct Block(IndentedWriter writer, string? close) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (close is not null)
            {
                writer.Line(close);
            }
        }
    }
}
