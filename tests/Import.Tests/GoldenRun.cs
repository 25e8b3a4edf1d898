namespace ResNetGen.Import.Tests;

/// <summary>Runs networks on the image of the golden files.</summary>
internal static class GoldenRun
{
    private const ulong Seed = 31;

    /// <summary>The logits with the weights of a file.</summary>
    public static float[] Logits<T>(string weights)
        where T : class, IImageClassifier<T>
    {
        using T model = T.Load(weights);
        float[] logits = new float[T.Network.Classes];
        model.Forward(Input(T.Network.InputLength), logits);
        return logits;
    }

    // FNV-1a of "input", then SplitMix64: the formula of the reference.
    private static float[] Input(int count)
    {
        ulong hash = "input"u8.ToArray().Aggregate(14695981039346656037, (hash, one) => (hash ^ one) * 1099511628211);
        float[] values = new float[count];
        for (int index = 0; index < count; index++)
        {
            ulong z = (hash ^ Seed) + ((ulong)(index + 1) * 0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            values[index] = (float)(((z >> 40) * (1.0 / (1 << 24)) * 2 - 1) * 2);
        }

        return values;
    }
}
