using System.Collections.Immutable;
using ResNetGen.Imaging;

namespace ResNetGen.Import;

/// <summary>Mean and standard deviation of a file that describes pictures.</summary>
internal static class Normalisation
{
    /// <summary>The same preprocessing with those of the file, if it has them.</summary>
    /// <exception cref="Weights.WeightFileException">They do not fit each other.</exception>
    public static Preprocessing With(ConfigObject config, Preprocessing preprocessing, string mean, string deviation)
    {
        ImmutableArray<float> means = Read(mean) ?? preprocessing.Mean;
        ImmutableArray<float> deviations = Read(deviation) ?? preprocessing.StandardDeviation;
        return
            means.Length is 1 or 3
            && means.Length == deviations.Length
            && deviations.All(one => one > 0 && float.IsFinite(1 / one))
            && means.All(float.IsFinite)
            ? preprocessing with
            {
                Channels = means.Length,
                Mean = means,
                StandardDeviation = deviations,
            }
            : throw config.Error(
                $"\"{mean}\" and \"{deviation}\" do not have a number each for one channel or three, deviations above 0"
            );

        ImmutableArray<float>? Read(string name) =>
            config.Numbers(name) is { } values ? [.. values.Select(value => (float)value)] : null;
    }
}
