using System.Runtime.InteropServices;
using ResNetGen.Weights;

namespace ResNetGen.Bench.Onnx;

/// <summary>
/// A network as PyTorch would export it before any optimisation: convolutions and batch norms apart, weights under
/// their own names. The engine that reads it folds and fuses as it sees fit.
/// </summary>
internal sealed class OnnxExporter
{
    /// <summary>The name of the input: <c>[batch][channel][row][column]</c>.</summary>
    public const string Images = "images";

    /// <summary>The name of the output: <c>[batch][class]</c>, or without a classifier <c>[batch][feature]</c>.</summary>
    public static string Result(ModelInfo info) => info.HasClassifier ? "logits" : "features";

    private readonly ModelInfo _info;
    private readonly BoundWeights _weights;
    private readonly OnnxGraph _graph;

    private OnnxExporter(ModelInfo info, SafetensorsFile weights)
    {
        _info = info;
        _weights = BoundWeights.Bind(weights, ExpectedTensors.Of(info));
        _graph = new OnnxGraph(info.Name);
    }

    /// <summary>The bytes of an ONNX file.</summary>
    /// <param name="info">The network.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="batch">Images of one run: fixed, so that the engine can plan for them.</param>
    public static byte[] Export(ModelInfo info, SafetensorsFile weights, int batch) =>
        new OnnxExporter(info, weights).Run(batch);

    private byte[] Run(int batch)
    {
        Dictionary<string, string> outputs = new()
        {
            [LayerInfo.Images] = _graph.Input(Images, batch, _info.InputChannels, _info.InputHeight, _info.InputWidth),
        };
        foreach (LayerInfo layer in _info.Layers)
        {
            string y = Add(layer, outputs[layer.Input]);
            if (layer.Residual is { } residual)
            {
                y = _graph.Node("Add", $"{layer.Block}.add", [y, outputs[residual]]);
            }

            if (layer.Activation == LayerActivation.ReLU)
            {
                string name = layer.Residual is null ? $"{layer.Name}.relu" : $"{layer.Block}.relu";
                y = _graph.Node("Relu", layer.Kind == LayerKind.StemConvolution ? "relu" : name, [y]);
            }

            outputs.Add(layer.Name, y);
        }

        _graph.Output(Result(_info), batch, _info.ResultLength);
        return _graph.ToModel();
    }

    private string Add(LayerInfo layer, string x) =>
        layer.Kind switch
        {
            LayerKind.StemConvolution or LayerKind.Convolution => AddConvolution(layer, x),
            LayerKind.ZeroPadShortcut => AddZeroPad(layer, x),
            LayerKind.MaxPool => _graph.Node(
                "MaxPool",
                layer.Name,
                [x],
                OnnxAttribute.Square("kernel_shape", layer.Kernel),
                OnnxAttribute.Square("strides", layer.Stride),
                OnnxAttribute.Padding(layer.Kernel / 2)
            ),
            LayerKind.GlobalAveragePool => _graph.Node(
                "Flatten",
                _info.HasClassifier ? "flatten" : Result(_info),
                [_graph.Node("GlobalAveragePool", layer.Name, [x])],
                OnnxAttribute.Int("axis", 1)
            ),
            LayerKind.Linear => _graph.Node(
                "Gemm",
                Result(_info),
                [x, Weight($"{layer.Name}.weight"), Weight($"{layer.Name}.bias")],
                OnnxAttribute.Int("transB", 1)
            ),
            _ => throw new NotSupportedException($"{layer.Name}: {layer.Kind} has no operator here."),
        };

    private string AddConvolution(LayerInfo layer, string x)
    {
        string convolved = _graph.Node(
            "Conv",
            layer.Name,
            [x, Weight($"{layer.Name}.weight")],
            OnnxAttribute.Square("kernel_shape", layer.Kernel),
            OnnxAttribute.Square("strides", layer.Stride),
            OnnxAttribute.Padding(layer.Kernel / 2),
            OnnxAttribute.Int("group", layer.Groups)
        );
        string norm = layer.BatchNorm!;
        return _graph.Node(
            "BatchNormalization",
            norm,
            [
                convolved,
                Weight($"{norm}.weight"),
                Weight($"{norm}.bias"),
                Weight($"{norm}.running_mean"),
                Weight($"{norm}.running_var"),
            ],
            OnnxAttribute.Float("epsilon", (float)LayerWeights.DefaultEpsilon)
        );
    }

    private string AddZeroPad(LayerInfo layer, string x)
    {
        if (layer.Stride > 1)
        {
            string[] range =
            [
                _graph.Initializer($"{layer.Name}.starts", 0, 0),
                _graph.Initializer($"{layer.Name}.ends", int.MaxValue, int.MaxValue),
                _graph.Initializer($"{layer.Name}.axes", 2, 3),
                _graph.Initializer($"{layer.Name}.steps", layer.Stride, layer.Stride),
            ];
            x = _graph.Node("Slice", $"{layer.Name}.slice", [x, .. range]);
        }

        int before = (layer.OutChannels - layer.InChannels) / 2;
        int after = layer.OutChannels - layer.InChannels - before;
        return _graph.Node(
            "Pad",
            layer.Name,
            [x, _graph.Initializer($"{layer.Name}.pads", 0, before, 0, 0, 0, after, 0, 0)]
        );
    }

    private string Weight(string name)
    {
        SafetensorsTensor tensor = _weights[name];
        byte[] values = new byte[tensor.ElementCount * sizeof(float)];
        _weights.File.ReadSingle(tensor, MemoryMarshal.Cast<byte, float>(values.AsSpan()));
        return _graph.Initializer(name, values, tensor.Shape);
    }
}
