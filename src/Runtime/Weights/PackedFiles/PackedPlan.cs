using System.IO.Hashing;
using System.Text;

namespace ResNetGen.Weights;

/// <summary>
/// What packed weights depend on, as text: two networks with the same text read the same packed weights. Rows, columns,
/// batch and the class's name are not in it, since they change nothing.
/// </summary>
internal static class PackedPlan
{
    /// <summary>
    /// Raised when packed weights have other values or another order; and when networks get other algorithms, so that a
    /// file of before is refused for its age, not as that of another network. CONTRIBUTING.md has the table of all such
    /// numbers.
    /// </summary>
    public const int PackingVersion = 4;

    /// <summary>A line for the whole, and one for each layer.</summary>
    public static string Text(ModelInfo info)
    {
        // Numbers that are not negative are alike in all cultures; to name one would need ICU.
        StringBuilder text = new();
        text.Append($"layout {PackingVersion}, {info.WeightBytes / sizeof(float)} floats\n");
        foreach (LayerInfo layer in info.Layers)
        {
            text.Append(
                $"{layer.Name}: {layer.Kind} {layer.InChannels} to {layer.OutChannels}, kernel {layer.Kernel}, stride {layer.Stride}, groups {layer.Groups}, {layer.Algorithm}, at {layer.WeightsOffset}\n"
            );
        }

        return text.ToString();
    }

    /// <summary>XXH128 of the text, in lower-case hexadecimal.</summary>
    public static string Hash(ModelInfo info) =>
        Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(Text(info))));
}
