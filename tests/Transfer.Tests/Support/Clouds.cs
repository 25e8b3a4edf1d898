namespace ResNetGen.Transfer.Tests.Support;

/// <summary>Made-up features: a cloud of points round a centre of its own for each class.</summary>
internal static class Clouds
{
    /// <param name="counts">Points of each class.</param>
    /// <param name="length">Features of a point.</param>
    /// <param name="spread">How wide a cloud is, where centres are about 1 apart.</param>
    /// <param name="views">Views of each point.</param>
    public static LabelledEmbeddings Make(int[] counts, int length = 6, float spread = 0.4f, int views = 1)
    {
        LabelledEmbeddings data = new([.. counts.Select((_, label) => $"class{label}")], length, views);
        Random random = new(7);
        for (int label = 0; label < counts.Length; label++)
        {
            float[] centre = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle())];
            for (int point = 0; point < counts[label]; point++)
            {
                data.Add(
                    Enumerable
                        .Range(0, length * views)
                        .Select(index => centre[index % length] + spread * (random.NextSingle() - 0.5f))
                        .ToArray(),
                    label
                );
            }
        }

        return data;
    }
}
