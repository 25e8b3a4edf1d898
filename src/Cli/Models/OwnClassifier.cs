using System.Globalization;
using ResNetGen.Transfer;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Models;

/// <summary>The classifier of a network, read from its weights.</summary>
internal static class OwnClassifier
{
    /// <summary>Reads it.</summary>
    /// <param name="model">A network that has one.</param>
    /// <param name="weights">A file that <c>import</c> reads; <see langword="null"/> for the network's own weights.</param>
    /// <returns>The classifier. Its labels are the numbers of the classes.</returns>
    /// <exception cref="WeightException">The file has none, or cannot be read.</exception>
    public static LinearClassifier Read(KnownModel model, string? weights)
    {
        using SafetensorsFile file = AnyWeights.Open(model, weights);
        string[] labels =
        [
            .. Enumerable.Range(0, model.Info.Classes).Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ];
        return new LinearClassifier(labels, Values(file, "fc.weight"), Values(file, "fc.bias"));
    }

    private static float[] Values(SafetensorsFile file, string name)
    {
        // Load has found both.
        _ = file.TryFind(name, out SafetensorsTensor? tensor);
        float[] values = new float[tensor!.ElementCount];
        file.ReadSingle(tensor, values);
        return values;
    }
}
