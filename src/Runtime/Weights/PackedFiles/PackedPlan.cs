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
    /// Raised when packed weights have other values or another order, and when networks get other algorithms: an older
    /// file is then refused for its age, not as that of another network. CONTRIBUTING.md has a table of such numbers.
    /// </summary>
    public const int PackingVersion = 5;

    /// <summary>A line for the whole, and one for each layer.</summary>
    /// <param name="info">The network.</param>
    /// <param name="width">The width of vectors that the weights are for; <see langword="null"/> for all. A network
    /// with the same algorithms on all has one text.</param>
    public static string Text(ModelInfo info, VectorWidth? width)
    {
        // Numbers that are not negative are alike in all cultures. To name a culture would need ICU.
        StringBuilder text = new();
        IReadOnlyList<PackedSlot> slots = PackedSlot.Of(info.Layers, width ?? VectorWidth.Vector512);
        Dictionary<string, long> starts = slots.ToDictionary(slot => slot.Layer.Name, slot => slot.Start);
        text.Append($"layout {PackingVersion}, {slots[^1].End} floats\n");
        foreach (LayerInfo layer in info.Layers)
        {
            string algorithm = layer.Algorithms switch
            {
                null => "None",
                { IsUniform: true } one => one.Vector512.Id,
                { } many when width is { } given => many[given].Id,
                { } many => string.Join('/', AlgorithmChoice.Widths.Select(each => many[each].Id)),
            };
            text.Append($"{layer.Name}: {layer.Kind} {layer.InChannels} to {layer.OutChannels}, ")
                .Append($"kernel {layer.Kernel}, stride {layer.Stride}, groups {layer.Groups}, ")
                .Append($"{algorithm}, at {starts.GetValueOrDefault(layer.Name)}\n");
        }

        return text.ToString();
    }

    /// <summary>XXH128 of the text, in lower-case hexadecimal.</summary>
    /// <inheritdoc cref="Text"/>
    public static string Hash(ModelInfo info, VectorWidth? width) =>
        Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(Text(info, width))));
}
