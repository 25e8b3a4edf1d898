using System.Globalization;

namespace ResNetGen.Generator.Parse;

/// <summary>What to write for a depth that is not a preset.</summary>
internal static class Depths
{
    public static string Advise(int depth) =>
        depth switch
        {
            10 => ByBlocks("BlockType.Basic, 1, 1, 1, 1"),
            26 => ByBlocks("BlockType.Bottleneck, 2, 2, 2, 2"),
            200 => ByBlocks("BlockType.Bottleneck, 3, 24, 36, 3"),

            // The paper's networks for CIFAR-10, section 4.2: 6n + 2 layers.
            20 or 32 or 44 or 56 or 110 or 1202 => ByBlocks(
                $"BlockType.Basic, {Three((depth - 2) / 6)}, Stem = Stem.Conv3x3, BaseWidth = 16"
            ),
            _ => Nearest(depth),
        };

    private static string ByBlocks(string arguments) => $"it by its blocks, [ResNet({arguments})]";

    private static string Three(int blocks) => FormattableString.Invariant($"{blocks}, {blocks}, {blocks}");

    private static string Nearest(int depth)
    {
        int nearest = Enumerable
            .Range(1, 1_000)
            .Where(candidate => DepthPreset.Find(candidate) is not null)
            .OrderBy(candidate => Math.Abs((long)candidate - depth))
            .First();
        (BlockType blockType, int[] stages) = DepthPreset.Find(nearest)!.Value;
        string counts = string.Join(", ", stages.Select(count => count.ToString(CultureInfo.InvariantCulture)));
        string byBlocks = $"[ResNet(BlockType.{blockType}, {counts})]";
        return FormattableString.Invariant($"[ResNet({nearest})], or the network by its blocks, such as {byBlocks}");
    }
}
