using System.Text;
using System.Text.RegularExpressions;
using ResNetGen.Arm64.Tests.Support;
using ResNetGen.Runtime.Tests.MachineCode;

namespace ResNetGen.Arm64.Tests;

/// <summary>
/// The machine code of the tiles for Arm64, as its JIT prints it: sums stay in the 32 registers, and the inner loops are
/// multiply-adds for the most part. Ahead of time, nothing else is compiled.
/// </summary>
[Collection(nameof(EmulatedRun))]
public sealed partial class TileCodeTests(EmulatedRun run)
{
    private const string Arm64 = "With32Of128";

    /// <summary>
    /// The largest tile of each family, multiply-adds in a turn of its inner loop, and what part of its instructions
    /// they are at least. 1x1, 3x3, Winograd's products and the classifier are the same tiles. Skipping zeros, a weight
    /// serves one pixel: with its load, of two at a time, a multiply-add could be two thirds at most, and each input has
    /// to be found.
    /// </summary>
    public static TheoryData<string, int, double> Largest =>
        new()
        {
            { "BlockedWith32Of128x4_6", 6 * 4 * 4, 0.84 },
            { "BlockedStride2With32Of128x4_6", 6 * 4 * 4, 0.84 },
            { "PlanarWith32Of128x4_6", 6 * 4 * 3, 0.85 },
            { "PlanarStride2With32Of128x4_6", 6 * 4 * 7, 0.88 },
            { "Groups4Stride1With32Of128_14", 14 * 4 * 3, 0.83 },
            { "Groups4Stride2With32Of128_14", 14 * 4 * 3, 0.78 },
            { "Groups8Stride1With32Of128_14", 14 * 4 * 3, 0.83 },
            { "Groups8Stride2With32Of128_14", 14 * 4 * 3, 0.78 },
            { "SkippingWith32Of128x4", 4 * 16, 0.47 },
        };

    private static IEnumerable<string> Tiles => Largest.Select(row => (string)row[0]);

    [EmulationTheory]
    [MemberData(nameof(Largest))]
    public void InnerLoopIsMultiplyAdds(string tile, int multiplyAdds, double least)
    {
        // A loop round it has the same multiply-adds, and more besides.
        (int MultiplyAdds, int All) inner = JitListing
            .Loops(run.Listing[tile])
            .Select(loop =>
                (loop.Count(line => MultiplyAdd().IsMatch(line)), loop.Count(line => Instruction().IsMatch(line)))
            )
            .MaxBy(loop => (double)loop.Item1 / loop.Item2);
        Assert.Equal(multiplyAdds, inner.MultiplyAdds);
        Assert.InRange((double)inner.MultiplyAdds / inner.All, least, 1);
    }

    [EmulationFact]
    public void LargestTilesAreOfEveryFamily() =>
        Assert.Equal(
            Tiles.Order(StringComparer.Ordinal),
            run.Listing.Keys.Where(name => name.Contains(Arm64, StringComparison.Ordinal))
                .GroupBy(name => name.Split('_')[0])
                .Select(family => family.MaxBy(name => int.Parse("0" + name[family.Key.Length..].TrimStart('_')))!)
                .Order(StringComparer.Ordinal)
        );

    // The stem's transform of inputs has more points and constants than registers; it is the only one.
    [EmulationFact]
    public void NoVectorLivesOnTheStack()
    {
        Assert.True(run.Listing.Count > 100, $"Only {run.Listing.Count} methods were compiled.");
        foreach ((string name, string[] code) in run.Listing)
        {
            string[] spills = [.. code.Where(line => VectorOnStack().IsMatch(line))];
            Assert.True(
                spills.Length == 0 || name.StartsWith("StemInput", StringComparison.Ordinal),
                $"{name} keeps vectors on the stack:\n{string.Join('\n', spills)}"
            );
        }
    }

    [EmulationFact]
    public void AheadOfTimeThereAreNoOtherTiles()
    {
        string symbols = Encoding.Latin1.GetString(File.ReadAllBytes(run.AheadOfTime + ".dbg"));
        Assert.All(
            Tiles,
            tile =>
            {
                Assert.Contains(tile, symbols, StringComparison.Ordinal);
                string other = tile.Split(Arm64)[0];
                Assert.DoesNotMatch($@"\b\w+__{other}With(512|256|128)", symbols);
            }
        );
    }

    [GeneratedRegex(@"\bfmla\b")]
    private static partial Regex MultiplyAdd();

    // Neither labels nor what aligns them, which has no bytes in a loop.
    [GeneratedRegex(@"^\s+(?!align)[a-z]")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"\bq\d+.*\[(sp|fp)\b")]
    private static partial Regex VectorOnStack();
}
