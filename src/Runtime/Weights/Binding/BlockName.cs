using System.Globalization;

namespace ResNetGen.Weights;

/// <summary>torchvision's name of a tensor in a residual block: <c>layer2.0.conv1.weight</c>.</summary>
/// <param name="Stage">From 1.</param>
/// <param name="Block">From 0.</param>
/// <param name="Member">What follows: <c>conv1.weight</c>.</param>
internal readonly record struct BlockName(int Stage, int Block, string Member)
{
    public static BlockName? Parse(string name)
    {
        const string Layer = "layer";
        string[] parts = name.Split('.', 3);
        return
            parts.Length == 3
            && parts[0].StartsWith(Layer, StringComparison.Ordinal)
            && int.TryParse(
                parts[0].AsSpan(Layer.Length),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out int stage
            )
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int block)
            ? new BlockName(stage, block, parts[2])
            : null;
    }
}
