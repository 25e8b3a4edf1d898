using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using ResNetGen.CodeFixes;
using ResNetGen.Generator.Diagnostics;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.CodeFixes;

/// <summary>What an editor offers to do about an error, and what the text is then.</summary>
public sealed class ModifierFixTests
{
    private const string Partial = "Make partial";

    private static readonly ModifierFixProvider Provider = new();

    public static TheoryData<string> Ids => [.. Provider.FixableDiagnosticIds];

    [Theory]
    [InlineData("[ResNet(18)] class Net;", "[ResNet(18)] partial class Net;")]
    [InlineData("[ResNet(18)] public sealed class Net { }", "[ResNet(18)] public sealed partial class Net { }")]
    [InlineData("[ResNet(18)]\ninternal class Net\n{\n}\n", "[ResNet(18)]\ninternal partial class Net\n{\n}\n")]
    [InlineData(
        "namespace Demo;\n\n/// <summary>One.</summary>\n[ResNet(18)]\nclass Net; // two",
        "namespace Demo;\n\n/// <summary>One.</summary>\n[ResNet(18)]\npartial class Net; // two"
    )]
    [InlineData(
        "namespace Demo\n{\n\t[ResNet(18)]\n\t// one\n\tpublic /* two */ sealed // three\n\t\tclass Net { }\n}\n",
        "namespace Demo\n{\n\t[ResNet(18)]\n\t// one\n\tpublic /* two */ sealed // three\n\t\tpartial class Net { }\n}\n"
    )]
    [InlineData(
        "[ResNet(18)]\r\n#if DEBUG\r\npublic\r\n#endif\r\nclass Net;\r\n",
        "[ResNet(18)]\r\n#if DEBUG\r\npublic\r\n#endif\r\npartial class Net;\r\n"
    )]
    [InlineData("[ResNet(18)] unsafe class @class;", "[ResNet(18)] unsafe partial class @class;")]
    public async Task AClassBecomesPartialAndNothingElseChanges(string before, string after) =>
        Assert.Equal(after, await FixAsync("RNG0001", Partial, before));

    /// <summary>In one step, from the declaration that the error is about outwards.</summary>
    [Theory]
    [InlineData("RNG0001", "'Net' is not", "partial class Net")]
    [InlineData("RNG0002", "'E' is not", "class Net")]
    public async Task TheTypesRoundItBecomePartialToo(string id, string which, string net) =>
        Assert.Equal(
            $"public static partial class A {{ ref partial struct B {{ partial interface C {{ partial record D {{ readonly partial record struct E(int Value) {{ [ResNet(18)] private {net}; }} }} }} }} }}",
            await FixAsync(
                id,
                Partial,
                "public static class A { ref struct B { partial interface C { record D { readonly record struct E(int Value) { [ResNet(18)] private class Net; } } } } }",
                one => one.GetMessage(null).StartsWith(which)
            )
        );

    [Theory]
    [InlineData(
        "RNG0004",
        "Remove 'static'",
        "[ResNet(18)] static partial class Net;",
        "[ResNet(18)] partial class Net;"
    )]
    [InlineData(
        "RNG0004",
        "Remove 'static'",
        "[ResNet(18)] public static /* one */ partial class Net;",
        "[ResNet(18)] public  /* one */ partial class Net;"
    )]
    [InlineData(
        "RNG0005",
        "Replace 'abstract' by 'sealed'",
        "[ResNet(18)] public abstract partial class Net;",
        "[ResNet(18)] public sealed partial class Net;"
    )]
    [InlineData(
        "RNG0005",
        "Replace 'abstract' by 'sealed'",
        "[ResNet(18)] abstract sealed partial class Net;",
        "[ResNet(18)] sealed partial class Net;"
    )]
    [InlineData(
        "RNG0010",
        "Remove 'required'",
        "[ResNet(18)] partial class Net { public required string Label { get; init; } }",
        "[ResNet(18)] partial class Net { public string Label { get; init; } }"
    )]
    [InlineData(
        "RNG0010",
        "Remove 'required'",
        "[ResNet(18)] partial class Net { public required string Label; }",
        "[ResNet(18)] partial class Net { public string Label; }"
    )]
    public async Task OtherWordsAreMended(string id, string title, string before, string after) =>
        Assert.Equal(after, await FixAsync(id, title, before));

    [Theory]
    [InlineData("RNG0004", "static")]
    [InlineData("RNG0005", "abstract")]
    public async Task NothingIsOfferedWhereTheWordStandsAtAnotherPart(string id, string word)
    {
        using AdhocWorkspace workspace = new();
        Project project = Open(workspace, "[ResNet(18)] partial class Net;", $"{word} partial class Net;");
        Diagnostic error = (await ReportedAsync(project)).Single(one => one.Id == id);
        Document document = project.Documents.Single(one => one.FilePath == error.Location.GetLineSpan().Path);
        Assert.Empty(await OfferedAsync(document, error));
    }

    /// <summary>Two networks in a type ask for the same word, other files for others, other errors for nothing.</summary>
    [Fact]
    public async Task AllOfAProjectAreFixedAtOnce()
    {
        using AdhocWorkspace workspace = new();
        Project project = Open(
            workspace,
            "class Outer { [ResNet(18)] class A; [ResNet(50)] class B; }",
            "[ResNet(18)] public sealed class C;",
            "[ResNet(18)] static class D; class E;"
        );
        FixAllContext context = new(
            project,
            Provider,
            FixAllScope.Project,
            Partial,
            Provider.FixableDiagnosticIds,
            new Reported(),
            CancellationToken.None
        );
        CodeAction fix = (await Provider.GetFixAllProvider().GetFixAsync(context))!;

        Assert.Equal(
            [
                "partial class Outer { [ResNet(18)] partial class A; [ResNet(50)] partial class B; }",
                "[ResNet(18)] public sealed partial class C;",
                "[ResNet(18)] static partial class D; class E;",
            ],
            (await TextsAsync(fix, project))[..3]
        );
    }

    /// <summary>The examples of the pages are mended too.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public async Task WhatIsFixedIsNoErrorAnyMore(string id)
    {
        string page = await File.ReadAllTextAsync(Repository.PathOf("docs", "diagnostics", id + ".md"));
        string example = page.Split("```csharp\n")[1].Split("```")[0];
        string title = await TitleAsync(id, example);
        Assert.Empty(GeneratorHarness.Run(await FixAsync(id, title, example)).Messages);
        Assert.Contains(Descriptors.All, descriptor => descriptor.Id == id);
        Assert.Contains($"**{title}**", page);
    }

    private static async Task<string> TitleAsync(string id, string source)
    {
        using AdhocWorkspace workspace = new();
        Document document = Open(workspace, source).Documents.First();
        return Assert
            .Single(await OfferedAsync(document, (await ReportedInAsync(document)).First(one => one.Id == id)))
            .Title;
    }

    private static async Task<string> FixAsync(
        string id,
        string title,
        string source,
        Func<Diagnostic, bool>? which = null
    )
    {
        using AdhocWorkspace workspace = new();
        Document document = Open(workspace, source).Documents.First();
        Diagnostic error = (await ReportedInAsync(document)).Single(one => one.Id == id && which?.Invoke(one) != false);
        CodeAction fix = Assert.Single(await OfferedAsync(document, error));
        Assert.Equal(title, fix.Title);
        return (await TextsAsync(fix, document.Project))[0];
    }

    private static async Task<List<CodeAction>> OfferedAsync(Document document, Diagnostic error)
    {
        List<CodeAction> offered = [];
        CodeFixContext context = new(document, error, (action, _) => offered.Add(action), CancellationToken.None);
        await Provider.RegisterCodeFixesAsync(context);
        return offered;
    }

    private static async Task<string[]> TextsAsync(CodeAction fix, Project project)
    {
        ImmutableArray<CodeActionOperation> operations = await fix.GetOperationsAsync(CancellationToken.None);
        Solution changed = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution;
        return await Task.WhenAll(
            changed.GetProject(project.Id)!.Documents.Select(async one => (await one.GetTextAsync()).ToString())
        );
    }

    private static Project Open(AdhocWorkspace workspace, params string[] sources)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(sources);
        Project project = workspace
            .AddProject("UserProject", LanguageNames.CSharp)
            .WithMetadataReferences(compilation.References)
            .WithCompilationOptions(compilation.Options)
            .WithParseOptions(compilation.SyntaxTrees[0].Options);
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Skip(1).Append(compilation.SyntaxTrees[0]))
        {
            project = project.AddDocument(tree.FilePath, tree.GetText(), filePath: tree.FilePath).Project;
        }

        return project;
    }

    private static async Task<ImmutableArray<Diagnostic>> ReportedAsync(Project project) =>
        GeneratorHarness.Run((CSharpCompilation)(await project.GetCompilationAsync())!).Result.Diagnostics;

    private static async Task<IEnumerable<Diagnostic>> ReportedInAsync(Document document) =>
        (await ReportedAsync(document.Project)).Where(one => one.Location.GetLineSpan().Path == document.FilePath);

    /// <summary>What the generator says of a project, as an editor has it.</summary>
    private sealed class Reported : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document,
            CancellationToken cancellationToken
        ) => ReportedInAsync(document);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(
            Project project,
            CancellationToken cancellationToken
        ) => await ReportedAsync(project);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(
            Project project,
            CancellationToken cancellationToken
        ) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
