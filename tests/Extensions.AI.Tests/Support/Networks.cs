using ResNetGen.Imaging;

namespace ResNetGen.Extensions.AI.Tests.Support;

/// <summary>The network of the sample, an image at a time.</summary>
[ResNet(
    BlockType.Basic,
    3,
    3,
    3,
    Stem = Stem.Conv3x3,
    BaseWidth = 16,
    Shortcut = Shortcut.ZeroPad,
    InputChannels = 1,
    InputHeight = 28,
    InputWidth = 28,
    Classes = 10
)]
public sealed partial class OneByOne;

/// <summary>The same network, four images at a time. Its algorithms are others, and so its last bits.</summary>
[ResNet(
    BlockType.Basic,
    3,
    3,
    3,
    Stem = Stem.Conv3x3,
    BaseWidth = 16,
    Shortcut = Shortcut.ZeroPad,
    InputChannels = 1,
    InputHeight = 28,
    InputWidth = 28,
    Classes = 10,
    Batch = 4
)]
public sealed partial class FourByFour;

/// <summary>The pictures and weights of the tests, and what the network gives for them by itself.</summary>
internal static class Garments
{
    public static string Weights { get; } = Path.Combine(AppContext.BaseDirectory, "fashion.safetensors");

    public static string[] Files { get; } =
    [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "garments")).Order(StringComparer.Ordinal)];

    public static Picture[] Pictures { get; } = [.. Files.Select(file => Picture.Load(file))];

    /// <summary>What <see cref="OneByOne"/> gives for them.</summary>
    public static float[][] Features { get; } = EmbedWith(OneByOne.Load(Weights));

    /// <summary>What a network gives for them, without a generator.</summary>
    public static float[][] EmbedWith<TModel>(TModel model)
        where TModel : class, IImageModel<TModel>
    {
        using TModel fork = model.Fork();
        return
        [
            .. Pictures.Select(picture =>
            {
                float[] features = new float[TModel.Network.EmbeddingLength];
                fork.Embed(Preprocessing.FashionMnist.Apply(picture), features);
                return features;
            }),
        ];
    }
}
