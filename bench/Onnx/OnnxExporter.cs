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

    /// <summary>The name of the output: <c>[batch][class]</c>.</summary>
    public const string Logits = "logits";

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
        string x = _graph.Input(Images, batch, _info.InputChannels, _info.InputHeight, _info.InputWidth);
        foreach (IGrouping<string, LayerInfo> part in _info.Layers.GroupBy(layer => Part(layer.Name)))
        {
            LayerInfo[] layers = [.. part];
            x = layers[0].Name == part.Key ? AddOutsideBlocks(layers[0], x) : AddBlock(part.Key, layers, x);
        }

        _graph.Output(Logits, batch, _info.Classes);
        return _graph.ToModel();
    }

    /// <summary>
    /// The residual block that a layer is in, such as <c>layer1.0</c>; a layer of the stem or the head is a part of its
    /// own.
    /// </summary>
    private static string Part(string layer) =>
        layer.Split('.') is [string stage, string block, _, ..] ? $"{stage}.{block}" : layer;

    private string AddOutsideBlocks(LayerInfo layer, string x) =>
        layer.Kind switch
        {
            LayerKind.StemConvolution => Relu("relu", AddConvolution(layer, x)),
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
                "flatten",
                [_graph.Node("GlobalAveragePool", layer.Name, [x])],
                OnnxAttribute.Int("axis", 1)
            ),
            LayerKind.Linear => _graph.Node(
                "Gemm",
                Logits,
                [x, Weight($"{layer.Name}.weight"), Weight($"{layer.Name}.bias")],
                OnnxAttribute.Int("transB", 1)
            ),
            _ => throw new NotSupportedException($"{layer.Name}: {layer.Kind} outside a residual block."),
        };

    private string AddBlock(string block, LayerInfo[] layers, string x)
    {
        string shortcut = x;
        string y = x;
        LayerInfo last = layers.Last(IsOnTheMainPath);
        foreach (LayerInfo layer in layers)
        {
            if (layer.Kind == LayerKind.ZeroPadShortcut)
            {
                shortcut = AddZeroPad(layer, x);
            }
            else if (!IsOnTheMainPath(layer))
            {
                shortcut = AddConvolution(layer, x);
            }
            else
            {
                y = AddConvolution(layer, y);
                y = layer == last ? y : Relu($"{layer.Name}.relu", y);
            }
        }

        return Relu($"{block}.relu", _graph.Node("Add", $"{block}.add", [y, shortcut]));
    }

    private static bool IsOnTheMainPath(LayerInfo layer) =>
        layer.Kind == LayerKind.Convolution && !layer.Name.Contains(".downsample.", StringComparison.Ordinal);

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

    private string Relu(string name, string x) => _graph.Node("Relu", name, [x]);

    private string Weight(string name)
    {
        SafetensorsTensor tensor = _weights[name];
        byte[] values = new byte[tensor.ElementCount * sizeof(float)];
        _weights.File.ReadSingle(tensor, MemoryMarshal.Cast<byte, float>(values.AsSpan()));
        return _graph.Initializer(name, values, tensor.Shape);
    }
}
