using System.Runtime.InteropServices;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Runtime.Tests.Weights;

namespace ResNetGen.Arm64;

/// <summary>A network that is run from files: weights and images in, logits and embeddings out.</summary>
/// <param name="Name">Its class.</param>
/// <param name="Info">Its facts.</param>
/// <param name="Load">Loads it from a safetensors file, for so many threads.</param>
internal sealed record Network(string Name, ModelInfo Info, Func<string, int, IImageClassifier> Load)
{
    private const int Threads = 2;

    /// <summary>Every algorithm of a convolution is in one of them.</summary>
    public static IReadOnlyList<Network> All { get; } =
    [
        Of<ReferenceResNet18For97x131>(),
        Of<SmallResNet50>(),
        Of<SmallResNeXt50>(),
        Of<SmallMapOne>(),
        Of<TinyBasic>(),
        Of<TinyByWidth>(),
        Of<TinyDirect>(),
        Of<TinyEarlyStride>(),
        Of<TinyGroupedBottleneck>(),
        Of<TinyImageByImage>(),
        Of<TinyNarrowGroups>(),
        Of<TinyNarrowMap>(),
        Of<TinyWinogradStride2>(),
        Of<TinyZeroPad>(),
        Of<TinyZeroSkipping>(),
    ];

    public string WeightsFile => Name + ".safetensors";

    public string ImagesFile => Name + ".images";

    public string LogitsFile => Name + ".logits";

    public string EmbeddingsFile => Name + ".embeddings";

    /// <summary>Runs it on the files of a folder.</summary>
    public void Run(string folder)
    {
        using IImageClassifier model = Load(Path.Combine(folder, WeightsFile), Threads);
        float[] images = ReadFloats(Path.Combine(folder, ImagesFile));
        int count = images.Length / Info.InputLength;

        float[] logits = new float[count * Info.Classes];
        model.Forward(images, logits);
        WriteFloats(Path.Combine(folder, LogitsFile), logits);

        float[] embeddings = new float[count * Info.EmbeddingLength];
        model.Embed(images, embeddings);
        WriteFloats(Path.Combine(folder, EmbeddingsFile), embeddings);
    }

    public static float[] ReadFloats(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();

    public static void WriteFloats(string path, ReadOnlySpan<float> values) =>
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(values));

    private static Network Of<TModel>()
        where TModel : class, IImageClassifier<TModel> =>
        new(typeof(TModel).Name, TModel.Network, (path, threads) => TModel.Load(path, threads));
}
