using System.Text.RegularExpressions;

namespace ResNetGen.Generator.Tests.Documents;

/// <summary>What documents name in code font exists, and what they link to.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Endings = [".cs", ".csproj", ".md", ".props", ".slnf", ".svg", ".targets"];

    public static TheoryData<string> Documents => [.. RepositoryFiles.All.Where(IsDocument)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void PathsExist(string document) =>
        AssertKnown(document, Spans(document).SelectMany(PathsIn), RepositoryFiles.Exists);

    [Theory]
    [MemberData(nameof(Documents))]
    public void NamesAreDeclared(string document) =>
        AssertKnown(
            document,
            Spans(document).SelectMany(NamesIn),
            name => SourceNames.Instance.Declare(name) || RepositoryFiles.Exists(name)
        );

    [Theory]
    [MemberData(nameof(Documents))]
    public void LinksLeadSomewhere(string document)
    {
        string broken = string.Join(", ", new Document(document).BrokenLinks);
        Assert.True(broken.Length == 0, $"{document} links to what is not there: {broken}.");
    }

    [Theory]
    [InlineData("w.Sync()", true)]
    [InlineData("w.ClearHalo", false)]
    [InlineData("Worker", true)]
    [InlineData("Worker.Share", true)]
    [InlineData("Allocate", false)]
    [InlineData("TransformedInputs", false)]
    [InlineData("[ResNet(18, Shortcut = Shortcut.ZeroPad)]", true)]
    [InlineData("[ResNet(18, Shortcut = Shortcut.Nothing)]", false)]
    public void NamesThatAreGoneAreFound(string code, bool exists) =>
        Assert.Equal(exists, NamesIn(code).All(SourceNames.Instance.Declare));

    [Theory]
    [InlineData("docs/kernels.md", true)]
    [InlineData("kernels.md", true)]
    [InlineData("src/kernels.md", false)]
    [InlineData("colonels.md", false)]
    [InlineData("docs/*.md", true)]
    [InlineData("src/Nothing", false)]
    public void PathsThatAreGoneAreFound(string code, bool exists) =>
        Assert.Equal(exists, PathsIn(code).All(RepositoryFiles.Exists));

    private static bool IsDocument(string file) =>
        file.EndsWith(".md", StringComparison.Ordinal) && !file.Contains("AnalyzerReleases", StringComparison.Ordinal);

    private static void AssertKnown(string document, IEnumerable<string> names, Func<string, bool> exists)
    {
        string unknown = string.Join(", ", names.Distinct().Where(name => !OtherNames.Contain(name) && !exists(name)));
        Assert.True(
            unknown.Length == 0,
            $"{document} names in code font what the sources do not have: {unknown}. Write the name as it is now, "
                + $"a member that is not public as Type.Member, and a name of others into {nameof(OtherNames)}."
        );
    }

    // The changelog names what is gone, too.
    private static IEnumerable<string> Spans(string document) =>
        document == "CHANGELOG.md" ? [] : new Document(document).CodeSpans.Distinct();

    private static IEnumerable<string> PathsIn(string code) =>
        code.Split(' ')
            .Where(word => PathWord().IsMatch(word))
            .Where(word => RepositoryFiles.IsFromRoot(word) || Endings.Contains(Path.GetExtension(word)))
            .Where(word =>
                !word.EndsWith(".g.cs", StringComparison.Ordinal) && !word.Contains("/obj/") && !word.Contains("/bin/")
            );

    // Names in what reads as C#: not in commands and paths. A name has a small letter; constants of others have none.
    private static IEnumerable<string> NamesIn(string code) =>
        CSharp().IsMatch(code) && !Endings.Contains(Path.GetExtension(code))
            ? Name()
                .Matches(Literal().Replace(code, ""))
                .Select(match => match.Value)
                .Where(name => name.Any(char.IsLower))
            : [];

    [GeneratedRegex(@"^[\w.*-]+(/[\w.*-]+)*/?$")]
    private static partial Regex PathWord();

    [GeneratedRegex(@"^\[?[A-Za-z_][\w.]*(<.*>)?(\(.*\))?(\[.*\])?( = .+)?\]?$")]
    private static partial Regex CSharp();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"(?<![\w.])(?:[a-z]\w*\.)?[A-Z]\w*(?:\.[A-Z]\w*)*")]
    private static partial Regex Name();
}
