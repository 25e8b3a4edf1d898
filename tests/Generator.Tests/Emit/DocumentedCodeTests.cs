using System.Text.RegularExpressions;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Emit;

/// <summary>What docs/emitted-code.md shows of ResNet-18 is what is emitted.</summary>
public sealed partial class DocumentedCodeTests
{
    private static readonly GeneratorRun Run = GeneratorHarness.Run(
        "namespace Demo; [ResNet(18)] public sealed partial class Classifier;"
    );

    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "emitted-code.md"));

    [Fact]
    public void TableIsTheEmittedOne()
    {
        string table = TextBlock().Match(Page).Groups["text"].Value;

        Assert.Contains("avgpool, fc", table);
        Assert.Contains(
            string.Concat(table.Split('\n').SkipLast(1).Select(line => $"/// {line}".TrimEnd() + "\n")),
            Run.Sources["Demo.Classifier.g.cs"].ToString()
        );
    }

    [Fact]
    public void BlockIsTheEmittedOne()
    {
        string block = BlockMethod().Match(Page).Groups["code"].Value;

        Assert.Contains("Layer2_0", block);
        Assert.Contains(
            string.Concat(block.Split('\n').SkipLast(1).Select(line => $"    {line}".TrimEnd() + "\n")),
            Run.Sources["Demo.Classifier.Layer2.g.cs"].ToString()
        );
    }

    [GeneratedRegex("```text\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex TextBlock();

    [GeneratedRegex("```csharp\n(?<code>/// <summary>layer2.0.*?)```", RegexOptions.Singleline)]
    private static partial Regex BlockMethod();
}
