using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Reference;

/// <summary>A whole network by the definition of its layers: everything a caller can ask a model for.</summary>
internal sealed class NetworkReference
{
    private readonly SafetensorsFile _file;
    private readonly Dictionary<string, Tensor> _featureMaps = [];

    private NetworkReference(SafetensorsFile file) => _file = file;

    public IReadOnlyDictionary<string, Tensor> FeatureMaps => _featureMaps;

    public Tensor Embedding { get; private set; } = new(0, 0, 0, 0);

    public Tensor Logits { get; private set; } = new(0, 0, 0, 0);

    public static NetworkReference Run(ModelInfo info, byte[] safetensors, Tensor images)
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(safetensors);
        NetworkReference reference = new(file);
        Tensor x = images;
        foreach (IGrouping<string, LayerInfo> block in info.Layers.GroupBy(layer => BlockOf(layer.Name)))
        {
            x = reference.Run(x, block.Key, [.. block]);
        }

        return reference;
    }

    // layer1.0 for layer1.0.conv1; a layer outside of the residual blocks is a block of its own.
    private static string BlockOf(string layer) =>
        layer.StartsWith("layer", StringComparison.Ordinal)
            ? layer[..layer.LastIndexOf('.')].Replace(".downsample", "")
            : layer;

    private Tensor Run(Tensor x, string block, LayerInfo[] layers) =>
        layers[0].Kind switch
        {
            LayerKind.StemConvolution => _featureMaps["relu"] = ScalarReference.Relu(Convolve(x, layers[0])),
            LayerKind.MaxPool => _featureMaps["maxpool"] = ScalarReference.MaxPool3x3(x),
            LayerKind.GlobalAveragePool => Embedding = ScalarReference.AveragePool(x),
            LayerKind.Linear => Logits = ScalarReference.Linear(x, LayerParameters.Read(_file, layers[0])),
            _ => _featureMaps[block[..block.IndexOf('.')]] = ResidualBlock(x, layers),
        };

    private Tensor ResidualBlock(Tensor x, LayerInfo[] layers)
    {
        LayerInfo? shortcut = layers.SingleOrDefault(layer =>
            layer.Kind == LayerKind.ZeroPadShortcut || layer.Name.Contains(".downsample.")
        );
        LayerInfo[] convolutions = [.. layers.Where(layer => layer != shortcut)];
        Tensor y = x;
        foreach (LayerInfo convolution in convolutions[..^1])
        {
            y = ScalarReference.Relu(Convolve(y, convolution));
        }

        return ScalarReference.Relu(ScalarReference.Add(Convolve(y, convolutions[^1]), Shortcut(x, shortcut)));
    }

    private Tensor Shortcut(Tensor x, LayerInfo? layer) =>
        layer switch
        {
            null => x,
            { Kind: LayerKind.ZeroPadShortcut } => ScalarReference.PadChannels(
                x,
                layer.OutChannels,
                (layer.OutChannels - layer.InChannels) / 2,
                layer.Stride
            ),
            _ => Convolve(x, layer),
        };

    private Tensor Convolve(Tensor x, LayerInfo layer) =>
        ScalarReference.Convolve(x, LayerParameters.Read(_file, layer), layer.Kernel, layer.Stride, layer.Groups);
}
