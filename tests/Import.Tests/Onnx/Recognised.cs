using Microsoft.ML.OnnxRuntime;
using ResNetGen.Bench;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Weights;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Holds models that are recognised against ONNX Runtime.</summary>
internal static class Recognised
{
    // Winograd's algorithms in float32.
    private const double Tolerance = 3e-5;

    /// <summary>
    /// Sees that a model is recognised as a network, and that the network computes what ONNX Runtime computes of the model.
    /// </summary>
    /// <returns>What was noted.</returns>
    public static IReadOnlyList<string> As<T>(
        byte[] model,
        ImportOptions? options = null,
        Func<float[], float[]>? input = null,
        Func<float[], float[]>? output = null,
        double tolerance = Tolerance
    )
        where T : class, IImageModel<T>
    {
        using TemporaryFolder folder = new();
        return As<T>(folder.Write("model.onnx", model), options, input, output, tolerance);
    }

    /// <inheritdoc cref="As{T}(byte[], ImportOptions, Func{float[], float[]}, Func{float[], float[]}, double)"/>
    /// <param name="path">The model.</param>
    /// <param name="options">What the user knows.</param>
    /// <param name="input">Makes the model's input of planes.</param>
    /// <param name="output">Makes what the model gives of what the class gives.</param>
    /// <param name="tolerance">How far the results may be apart, as a part of the largest.</param>
    public static IReadOnlyList<string> As<T>(
        string path,
        ImportOptions? options = null,
        Func<float[], float[]>? input = null,
        Func<float[], float[]>? output = null,
        double tolerance = Tolerance
    )
        where T : class, IImageModel<T>
    {
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(path);
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint, options);
        Assert.True(network.Computes(T.Network), $"{network.Declaration} is not {T.Network.Declaration}");
        Assert.Empty(network.LeftOut);
        network.WriteSafetensors(folder["weights"]);

        float[] image = DeterministicWeights.Input(T.Network.InputLength);
        float[] ours = Run<T>(folder["weights"], image);
        float[] theirs = Run(path, T.Network, input?.Invoke(image) ?? image);
        Assert.InRange(Agreement.LargestDifference(theirs, output?.Invoke(ours) ?? ours), 0, tolerance);
        return network.Notes;
    }

    /// <summary>Sees that a model is refused, and gives the message behind the path.</summary>
    public static string Not(byte[] model, ImportOptions? options = null)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("model.onnx", model);
        using Checkpoint checkpoint = Checkpoint.Open(path);
        string message = Assert
            .Throws<WeightFileException>(() => ImportedNetwork.Recognise(checkpoint, options))
            .Message;
        Assert.StartsWith(path + ": ", message);
        return message[(path.Length + 2)..];
    }

    private static float[] Run<T>(string weights, float[] image)
        where T : class, IImageModel<T>
    {
        using T model = T.Load(weights);
        float[] result = new float[T.Network.ResultLength];
        if (model is IImageClassifier classifier)
        {
            classifier.Forward(image, result);
        }
        else
        {
            model.Embed(image, result);
        }

        return result;
    }

    private static float[] Run(string path, ModelInfo info, float[] image)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        using InferenceSession session = new(path, options);
        (string name, NodeMetadata metadata) = session.InputMetadata.Single();
        long[] shape = [.. metadata.Dimensions.Select(extent => (long)extent)];
        shape =
            shape[3] == info.InputChannels
                ? [1, info.InputHeight, info.InputWidth, info.InputChannels]
                : [1, info.InputChannels, info.InputHeight, info.InputWidth];
        using OrtValue images = OrtValue.CreateTensorValueFromMemory(image, shape);
        using RunOptions run = new();
        string last = session.OutputMetadata.ContainsKey("fc") ? "fc" : session.OutputMetadata.Keys.First();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [name], [images], [last]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
