namespace ResNetGen;

/// <summary>The networks of the paper by depth (He et al. 2015, table 1).</summary>
internal static class DepthPreset
{
    /// <summary>
    /// Block type and blocks in each stage of the network so deep; <see langword="null"/> when the paper has none.
    /// </summary>
    public static (BlockType BlockType, int[] Stages)? Find(int depth) =>
        depth switch
        {
            18 => (BlockType.Basic, new[] { 2, 2, 2, 2 }),
            34 => (BlockType.Basic, new[] { 3, 4, 6, 3 }),
            50 => (BlockType.Bottleneck, new[] { 3, 4, 6, 3 }),
            101 => (BlockType.Bottleneck, new[] { 3, 4, 23, 3 }),
            152 => (BlockType.Bottleneck, new[] { 3, 8, 36, 3 }),
            _ => null,
        };
}
