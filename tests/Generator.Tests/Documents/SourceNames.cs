using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Documents;

/// <summary>
/// What the sources declare. A document names types, namespaces and public members alone, other members behind their
/// type: a bare name is that of some method somewhere.
/// </summary>
internal sealed partial class SourceNames
{
    private static readonly Lazy<SourceNames> OfRepository = new(() => new SourceNames());

    private readonly HashSet<string> _alone = [];
    private readonly HashSet<string> _emitted = [];
    private readonly HashSet<string> _networks = [];
    private readonly HashSet<string> _properties = [];
    private readonly Dictionary<string, HashSet<string>> _members = [];

    private SourceNames()
    {
        foreach (string file in RepositoryFiles.All)
        {
            if (file.EndsWith(".cs", StringComparison.Ordinal))
            {
                AddSource(file);
            }
            else if (Path.GetExtension(file) is ".csproj" or ".props" or ".targets")
            {
                AddName(Path.GetFileNameWithoutExtension(file));
                _alone.UnionWith(
                    BuildName()
                        .Matches(File.ReadAllText(Repository.PathOf(file)))
                        .Select(match => match.Groups["name"].Value)
                );
            }
        }
    }

    /// <summary>Those of this repository; read once.</summary>
    public static SourceNames Instance => OfRepository.Value;

    /// <summary>Whether a name is declared, such as <c>Worker</c>, <c>w.Sync</c> or <c>ResNetGen.Imaging</c>.</summary>
    public bool Declare(string name)
    {
        if (IsAlone(name))
        {
            return true;
        }

        int dot = name.LastIndexOf('.');
        (string owner, string member) = (dot < 0 ? "" : name[..dot].Split('.')[^1], name[(dot + 1)..]);
        return owner switch
        {
            "" => false,
            "w" => HasMember("Worker", member),
            _ when _networks.Contains(owner) => _emitted.Contains(member),
            _ => HasMember(owner, member)
                || HasMember(owner + "Attribute", member)
                || (IsValue(owner) && IsAlone(member)),
        };
    }

    // A variable, or a property.
    private bool IsValue(string name) => char.IsLower(name[0]) || _properties.Contains(name);

    private bool IsAlone(string name) =>
        _alone.Contains(name) || _alone.Contains(name + "Attribute") || _emitted.Contains(name);

    private bool HasMember(string type, string member) =>
        _members.TryGetValue(type, out HashSet<string>? members) && members.Contains(member);

    // A dotted name, and those that it begins with.
    private void AddName(string name)
    {
        for (int end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
        {
            _alone.Add(name[..end]);
        }
    }

    private void AddSource(string file)
    {
        // Snapshots are what the generator emits, into classes of users.
        bool emitted = file.EndsWith(".verified.cs", StringComparison.Ordinal);
        bool isTest = file.StartsWith("tests", StringComparison.Ordinal);
        CompilationUnitSyntax root = SyntaxFactory.ParseCompilationUnit(File.ReadAllText(Repository.PathOf(file)));

        // The steps of the generator, by their names.
        _alone.UnionWith(StepName().Matches(root.ToString()).Select(match => match.Groups["name"].Value));
        foreach (MemberDeclarationSyntax member in root.DescendantNodes().OfType<MemberDeclarationSyntax>())
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax space when !emitted:
                    AddName(space.Name.ToString());
                    break;
                case BaseTypeDeclarationSyntax type:
                    _alone.Add(type.Identifier.Text);
                    if (
                        emitted
                        || type.AttributeLists.SelectMany(list => list.Attributes)
                            .Any(attribute => attribute.Name.ToString() == "ResNet")
                    )
                    {
                        _networks.Add(type.Identifier.Text);
                    }

                    AddParameters(type, emitted, isTest);
                    break;
                case DelegateDeclarationSyntax type:
                    _alone.Add(type.Identifier.Text);
                    break;
            }

            if (member.Parent is BaseTypeDeclarationSyntax owner)
            {
                foreach (string name in NamesOf(member))
                {
                    if (member is PropertyDeclarationSyntax)
                    {
                        _properties.Add(name);
                    }

                    Add(owner, name, emitted, !isTest && IsPublic(member) && IsPublic(owner));
                }
            }
        }
    }

    // Properties of a record.
    private void AddParameters(BaseTypeDeclarationSyntax type, bool emitted, bool isTest)
    {
        if (type is RecordDeclarationSyntax { ParameterList: { } list })
        {
            foreach (ParameterSyntax parameter in list.Parameters)
            {
                Add(type, parameter.Identifier.Text, emitted, !isTest && IsPublic(type));
            }
        }
    }

    private void Add(BaseTypeDeclarationSyntax owner, string name, bool emitted, bool isPublic)
    {
        if (!_members.TryGetValue(owner.Identifier.Text, out HashSet<string>? members))
        {
            _members.Add(owner.Identifier.Text, members = []);
        }

        members.Add(name);
        if (emitted)
        {
            _emitted.Add(name);
        }
        else if (isPublic)
        {
            _alone.Add(name);
        }
    }

    private static bool IsPublic(MemberDeclarationSyntax member) =>
        member is EnumMemberDeclarationSyntax
        || member.Parent is InterfaceDeclarationSyntax
        || member.Modifiers.Any(SyntaxKind.PublicKeyword);

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) =>
        member switch
        {
            MethodDeclarationSyntax method => [method.Identifier.Text],
            PropertyDeclarationSyntax property => [property.Identifier.Text],
            EnumMemberDeclarationSyntax value => [value.Identifier.Text],
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable =>
                variable.Identifier.Text
            ),
            BaseTypeDeclarationSyntax type => [type.Identifier.Text],
            _ => [],
        };

    [GeneratedRegex(@"\.WithTrackingName\(""(?<name>\w+)""\)")]
    private static partial Regex StepName();

    // Properties and items of the build: elements, attributes, and where they are read.
    [GeneratedRegex(@"(?:</?|[$@]\(|\s)(?<name>[A-Z]\w+)(?=[\s>/)=]|->)")]
    private static partial Regex BuildName();
}
