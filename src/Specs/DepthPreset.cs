namespace ResNetGen;

/// <summary>The networks of the paper by depth (He et al. 2015, table 1).</summary>
internal static class DepthPreset
{
    private static readonly (int Depth, BlockType BlockType, int[] Stages)[] All =
    [
        (18, BlockType.Basic, [2, 2, 2, 2]),
        (34, BlockType.Basic, [3, 4, 6, 3]),
        (50, BlockType.Bottleneck, [3, 4, 6, 3]),
        (101, BlockType.Bottleneck, [3, 4, 23, 3]),
        (152, BlockType.Bottleneck, [3, 8, 36, 3]),
    ];

    /// <summary>The depths that there are, the least first.</summary>
    public static IEnumerable<int> Depths => All.Select(preset => preset.Depth);

    /// <summary>Block type and blocks in each stage; <see langword="null"/> for a depth that the paper has not.</summary>
    public static (BlockType BlockType, int[] Stages)? Find(int depth) =>
        All.Where(preset => preset.Depth == depth)
            .Select(preset => ((BlockType, int[])?)(preset.BlockType, preset.Stages))
            .FirstOrDefault();

    /// <summary>The depth of a network of such blocks; <see langword="null"/> when the paper has none.</summary>
    public static int? DepthOf(BlockType blockType, IEnumerable<int> stages) =>
        All.Where(preset => preset.BlockType == blockType && preset.Stages.SequenceEqual(stages))
            .Select(preset => (int?)preset.Depth)
            .FirstOrDefault();
}
