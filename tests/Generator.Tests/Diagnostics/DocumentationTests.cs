using System.Text.RegularExpressions;
using ResNetGen.Generator.Diagnostics;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Diagnostics;

/// <summary>The pages are right: their examples are told what they say, and their fixes are fixes.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void ExampleTriggersTheDiagnosticAndTheFixDoesNot(string id)
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "diagnostics", id + ".md"));
        string[] code = [.. CodeBlock().Matches(page).Select(match => match.Groups["code"].Value)];

        Assert.StartsWith($"# {id}: {Descriptors.Get(id).Title}\n", page);
        Assert.Contains("\n## Example\n", page);
        Assert.Contains("\n## Fix\n", page);
        if (code.Length == 0)
        {
            // What is wrong is in the project file; DiagnosticTests have it.
            Assert.Contains("```xml", page);
            return;
        }

        Assert.Equal(2, code.Length);
        GeneratorRun wrong = GeneratorHarness.Run(code[0]),
            right = GeneratorHarness.Run(code[1]);
        Assert.Equal(
            [.. QuotedMessage().Matches(page).Select(match => $"{id}: {match.Groups["message"].Value}")],
            wrong.Messages
        );
        Assert.Empty(right.Messages);
        Assert.NotNull(right.Spec);

        // Examples are short, and so without documentation of their own.
        Assert.Empty(right.CompilerDiagnostics.Where(one => one.Id != "CS1591"));
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("```text\n(?<message>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex QuotedMessage();
}
