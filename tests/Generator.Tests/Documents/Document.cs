using System.Text.RegularExpressions;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Documents;

/// <summary>A Markdown file of the repository: what it names in code font, its links and its anchors.</summary>
internal sealed partial class Document
{
    private readonly string _folder;
    private readonly string _prose;

    public Document(string path)
    {
        _folder = Path.GetDirectoryName(path) ?? "";
        _prose = Fence().Replace(File.ReadAllText(Repository.PathOf(path)), "");
    }

    /// <summary>Inline code, as it stands between its backticks.</summary>
    public IEnumerable<string> CodeSpans =>
        Code().Matches(_prose).Select(match => LineEnd().Replace(match.Groups["code"].Value, " "));

    /// <summary>Links that do not work: to no file, or to no heading.</summary>
    public IEnumerable<string> BrokenLinks =>
        Link()
            .Matches(Code().Replace(_prose, ""))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !Resolves(target));

    private IEnumerable<string> Anchors
    {
        get
        {
            Dictionary<string, int> seen = [];
            foreach (Match heading in Heading().Matches(_prose))
            {
                string text = LinkText().Replace(heading.Groups["text"].Value, "$1").ToLowerInvariant();
                string anchor = NoAnchor().Replace(text, "").Replace(' ', '-');
                int times = seen.GetValueOrDefault(anchor);
                seen[anchor] = times + 1;
                yield return times == 0 ? anchor : $"{anchor}-{times}";
            }
        }
    }

    private bool Resolves(string target)
    {
        if (target.Contains(':'))
        {
            return true;
        }

        string[] parts = target.Split('#');
        string path = parts[0];
        if (path.Length > 0)
        {
            path = Path.GetRelativePath(Repository.Root, Repository.PathOf(_folder, path));
            if (!Path.Exists(Repository.PathOf(path)))
            {
                return false;
            }
        }

        return parts.Length == 1 || (path.Length == 0 ? this : new Document(path)).Anchors.Contains(parts[1]);
    }

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
