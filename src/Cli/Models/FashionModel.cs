using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Models;

/// <summary>
/// The network for garments that comes with the program: <see cref="FashionClassifier"/>, trained. A build with
/// <c>EmbedModel=false</c> leaves its weights out.
/// </summary>
internal sealed class FashionModel : KnownModel
{
    public const string DefaultName = "fashion-resnet20";

    private const string Resource = "fashion-resnet20.safetensors";

    public override string Name => DefaultName;

    public override string Description => "ResNet-20 for Fashion-MNIST, trained (93.45 % of the test images)";

    public override ModelInfo Info => FashionClassifier.Network;

    public override bool Embedded => typeof(FashionModel).Assembly.GetManifestResourceInfo(Resource) is not null;

    public override Preset Preset => Presets.FashionMnist;

    public override IReadOnlyList<string> Labels { get; } =
    ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    public override ReadOnlyMemory<byte> OwnWeights => ReadResource();

    public override IImageModel Load(string? weights, int threads) =>
        weights is null ? FashionClassifier.Load(ReadResource(), threads) : FashionClassifier.Load(weights, threads);

    public override IImageModel Load(ReadOnlyMemory<byte> safetensors, int threads) =>
        FashionClassifier.Load(safetensors, threads);

    private static byte[] ReadResource()
    {
        using Stream stream =
            typeof(FashionModel).Assembly.GetManifestResourceStream(Resource)
            ?? throw CommandFailure.Usage(
                $"{DefaultName} needs weights: --weights FILE. This program was built without them."
            );
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
