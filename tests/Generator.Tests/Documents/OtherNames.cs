namespace ResNetGen.Generator.Tests.Documents;

/// <summary>Names in documents that are not of this repository.</summary>
internal static class OtherNames
{
    /// <summary>Whether a name is another's, or a member of one of them.</summary>
    public static bool Contain(string name) => All.Contains(name);

    public static readonly HashSet<string> All = [];
}
