namespace ResNetGen.Runtime;

/// <summary>The inner loops of 3x3 convolutions in groups of 4 and 8 channels. Their bodies are emitted.</summary>
internal static unsafe partial class GroupedTiles
{
    [GroupedTile(Bits = 512, GroupWidth = 4, Pixels = 14, Stride = 1)]
    public static partial void Groups4Stride1With512(int pixels, in Tile tile);

    [GroupedTile(Bits = 512, GroupWidth = 4, Pixels = 14, Stride = 2)]
    public static partial void Groups4Stride2With512(int pixels, in Tile tile);

    [GroupedTile(Bits = 512, GroupWidth = 8, Pixels = 14, Stride = 1)]
    public static partial void Groups8Stride1With512(int pixels, in Tile tile);

    [GroupedTile(Bits = 512, GroupWidth = 8, Pixels = 14, Stride = 2)]
    public static partial void Groups8Stride2With512(int pixels, in Tile tile);

    [GroupedTile(Bits = 256, GroupWidth = 4, Pixels = 6, Stride = 1)]
    public static partial void Groups4Stride1With256(int pixels, in Tile tile);

    [GroupedTile(Bits = 256, GroupWidth = 4, Pixels = 6, Stride = 2)]
    public static partial void Groups4Stride2With256(int pixels, in Tile tile);

    [GroupedTile(Bits = 256, GroupWidth = 8, Pixels = 6, Stride = 1)]
    public static partial void Groups8Stride1With256(int pixels, in Tile tile);

    [GroupedTile(Bits = 256, GroupWidth = 8, Pixels = 6, Stride = 2)]
    public static partial void Groups8Stride2With256(int pixels, in Tile tile);
}
