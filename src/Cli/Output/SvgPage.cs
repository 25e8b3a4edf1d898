using System.Globalization;
using System.Security;
using System.Text;

namespace ResNetGen.Cli.Output;

/// <summary>A self-contained SVG document on a white ground, readable on a page of any colour.</summary>
internal sealed class SvgPage
{
    private readonly StringBuilder _elements = new();

    /// <param name="title">What it is called to a reader who does not see it.</param>
    /// <param name="style">CSS for the classes of the elements.</param>
    /// <param name="width">Pixels from left to right.</param>
    /// <param name="height">Pixels from top to bottom.</param>
    public SvgPage(string title, string style, int width, int height)
    {
        _elements.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
        _elements.Append($" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n");
        _elements.Append($"<title>{Escape(title)}</title>\n<style>\n{style}\n</style>\n");
        _elements.Append($"<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
    }

    public void Text(double x, double y, string kind, string text) =>
        Add($"<text class=\"{kind}\" x=\"{x:0.##}\" y=\"{y:0.##}\">{Escape(text)}</text>");

    public void Line(double x1, double y1, double x2, double y2, string kind) =>
        Add($"<line class=\"{kind}\" x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\"/>");

    public void Circle(double x, double y, double radius, string fill) =>
        Add($"<circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" fill=\"{fill}\"/>");

    /// <param name="x">Its left edge.</param>
    /// <param name="y">Its upper edge.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="kind">Its class.</param>
    /// <param name="fill">Its colour.</param>
    /// <param name="note">What a browser shows under the pointer.</param>
    public void Bar(double x, double y, double width, double height, string kind, string fill, string note) =>
        Add(
            $"""
            <rect class="{kind}" x="{x:0.##}" y="{y:0.##}" width="{width:0.##}" height="{height:0.##}" fill="{fill}">
            <title>{Escape(note)}</title></rect>
            """
        );

    /// <summary>The document.</summary>
    public override string ToString() => $"{_elements}</svg>\n";

    private static string Escape(string text) => SecurityElement.Escape(Printable.Field(text));

    private void Add(FormattableString element) =>
        _elements.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
