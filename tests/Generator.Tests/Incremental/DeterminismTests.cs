using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Incremental;

/// <summary>The same declarations give the same bytes.</summary>
public sealed class DeterminismTests
{
    private const string First = "namespace Demo; [ResNet(50, Batch = 4)] partial class First;";
    private const string Second =
        "namespace Demo; [ResNet(BlockType.Basic, 2, 2, Shortcut = Shortcut.ZeroPad)] partial class Second; partial class SECOND;";

    [Fact]
    public void TwoRunsGiveEqualFiles() => Assert.Equal(Files(First, Second), Files(First, Second));

    [Fact]
    public void OrderOfFilesMakesNoDifference() => Assert.Equal(Files(First, Second), Files(Second, First));

    [Fact]
    public void NeighboursMakeNoDifference() =>
        Assert.Equal(
            Files(First),
            Files(First, Second).Where(file => file.Contains("First", StringComparison.Ordinal))
        );

    [Fact]
    public void FilesAreUtf8WithLinesThatEndAlike() =>
        Assert.All(
            Files(First, Second),
            file =>
            {
                Assert.DoesNotContain('\r', file);
                Assert.DoesNotContain(" \n", file);
                Assert.EndsWith("}\n", file);
            }
        );

    private static string[] Files(params string[] sources) =>
        [
            .. GeneratorHarness
                .Run(sources)
                .Sources.Select(file =>
                    $"{file.Key} {Convert.ToHexString([.. file.Value.GetChecksum()])}\n{file.Value}"
                ),
        ];
}
