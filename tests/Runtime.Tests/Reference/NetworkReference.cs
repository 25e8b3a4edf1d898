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
        Dictionary<string, Tensor> outputs = new() { [LayerInfo.Images] = images };
        foreach (LayerInfo layer in info.Layers)
        {
            Tensor sum = reference.Compute(layer, outputs[layer.Input]);
            sum = layer.Residual is { } residual ? ScalarReference.Add(sum, outputs[residual]) : sum;
            outputs.Add(layer.Name, layer.Activation == LayerActivation.ReLU ? ScalarReference.Relu(sum) : sum);
        }

        // A stage's map is the output of its last layer.
        foreach (LayerInfo layer in info.Layers)
        {
            Tensor output = outputs[layer.Name];
            switch (layer.Kind)
            {
                case LayerKind.StemConvolution:
                    reference._featureMaps["relu"] = output;
                    break;
                case LayerKind.MaxPool:
                    reference._featureMaps["maxpool"] = output;
                    break;
                case LayerKind.Convolution:
                    reference._featureMaps[layer.Block[..layer.Block.IndexOf('.')]] = output;
                    break;
                case LayerKind.GlobalAveragePool:
                    reference.Embedding = output;
                    break;
                case LayerKind.Linear:
                    reference.Logits = output;
                    break;
            }
        }

        return reference;
    }

    private Tensor Compute(LayerInfo layer, Tensor x) =>
        layer.Kind switch
        {
            LayerKind.StemConvolution or LayerKind.Convolution => ScalarReference.Convolve(
                x,
                LayerParameters.Read(_file, layer),
                layer.Kernel,
                layer.Stride,
                layer.Groups
            ),
            LayerKind.MaxPool => ScalarReference.MaxPool3x3(x),
            LayerKind.ZeroPadShortcut => ScalarReference.PadChannels(
                x,
                layer.OutChannels,
                (layer.OutChannels - layer.InChannels) / 2,
                layer.Stride
            ),
            LayerKind.GlobalAveragePool => ScalarReference.AveragePool(x),
            LayerKind.Linear => ScalarReference.Linear(x, LayerParameters.Read(_file, layer)),
            _ => throw new NotSupportedException($"{layer.Name}: {layer.Kind} has no definition here."),
        };
}
