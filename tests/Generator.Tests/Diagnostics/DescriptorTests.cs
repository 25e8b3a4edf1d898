using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using ResNetGen.Generator.Diagnostics;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Diagnostics;

public sealed class DescriptorTests
{
    private static readonly string Address = XDocument
        .Load(Repository.PathOf("Directory.Build.props"))
        .Descendants("PackageProjectUrl")
        .Single()
        .Value;

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    [Fact]
    public void IdsAreNumberedThrough() =>
        Assert.Equal(
            Enumerable.Range(1, Descriptors.All.Length).Select(number => $"RNG{number:0000}"),
            Descriptors.All.Select(descriptor => descriptor.Id)
        );

    [Fact]
    public void AllOfThemAreInTheList() =>
        Assert.Equal(
            typeof(Descriptors).GetFields().Count(field => field.FieldType == typeof(DiagnosticDescriptor)),
            Descriptors.All.Length
        );

    [Theory]
    [MemberData(nameof(Ids))]
    public void TextSaysWhatToWrite(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.Get(id);
        string title = descriptor.Title.ToString(null),
            message = descriptor.MessageFormat.ToString(null);

        Assert.Equal("ResNetGen", descriptor.Category);
        Assert.Equal(DiagnosticSeverity.Error, descriptor.DefaultSeverity);
        Assert.Equal($"{Address}/blob/main/docs/diagnostics/{id}.md", descriptor.HelpLinkUri);
        Assert.Contains(WellKnownDiagnosticTags.NotConfigurable, descriptor.CustomTags);
        Assert.Matches("^[A-Z].*[a-z]$", title);
        Assert.Matches("(: write |: leave |: remove |: reference )", message);
        Assert.DoesNotContain(". ", message);
        Assert.False(message.EndsWith('.'), message);
        Assert.Equal(message.Trim(), message);
    }

    [Fact]
    public void EveryIdHasAPageAndEveryPageAnId()
    {
        string[] files = Directory.GetFiles(Repository.PathOf("docs", "diagnostics"), "RNG0*.md");

        Assert.Equal(
            Descriptors.All.Select(descriptor => descriptor.Id),
            files.Select(path => Path.GetFileNameWithoutExtension(path)!).Order()
        );
    }

    [Fact]
    public void IndexListsThemAll()
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("docs", "diagnostics", "README.md"));

        Assert.Equal(
            Descriptors.All.Select(descriptor => $"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title} |"),
            lines.Where(line => line.StartsWith("| [RNG0", StringComparison.Ordinal))
        );
    }

    /// <summary>The analyzer of analyzers reads these files, and asks for an entry for each id (RS2008).</summary>
    [Fact]
    public void ReleaseNotesOfTheAnalyzerListThemAll()
    {
        string[] files = ["AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md"];
        IEnumerable<string> lines = files.SelectMany(file =>
            File.ReadLines(Repository.PathOf("src", "Generator", file))
        );

        Assert.Equal(
            Descriptors.All.Select(descriptor => $"{descriptor.Id} | ResNetGen | Error | {descriptor.Title}"),
            lines.Where(line => line.StartsWith("RNG", StringComparison.Ordinal)).Order()
        );
    }
}
