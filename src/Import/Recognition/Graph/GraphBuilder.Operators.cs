using ResNetGen.Weights;

namespace ResNetGen.Import;

internal sealed partial class GraphBuilder
{
    private static readonly string[] Quantised =
    [
        "ConvInteger",
        "DequantizeLinear",
        "DynamicQuantizeLinear",
        "MatMulInteger",
        "QuantizeLinear",
    ];

    private GraphNode Make(OnnxNode node, bool hasChannelsLast)
    {
        if (Quantised.Contains(node.Operator) || node.Operator.StartsWith("QLinear", StringComparison.Ordinal))
        {
            throw Refused(
                node,
                "is of a quantised network, and float weights are expected",
                "Take the model before it was quantised."
            );
        }

        IReadOnlyList<GraphNode> data = [.. Data(node).Select(value => _nodes[value])];
        GraphNode? made = node.Domain.Length > 0 || data.Count == 0 ? null : Make(node, data, data[0], hasChannelsLast);
        return made ?? Other(node, data);
    }

    private GraphNode? Make(OnnxNode node, IReadOnlyList<GraphNode> data, GraphNode x, bool hasChannelsLast) =>
        node.Operator switch
        {
            "Identity" => x,
            "Cast" when OnnxTypes.IsReal(node["to"]?.Long ?? 0) => x,
            "Dropout" => Dropout(node, x),
            "Transpose" when x.Detail is ImagesDetail && hasChannelsLast && node.Inputs[0] == x.Name => x,
            "Transpose" when x.IsVector && !_regrouped.Contains(x) && node["perm"]?.Longs is [0, ..] => x,
            "Reshape" when x.IsVector => Reshape(node, x),
            "Flatten" or "Squeeze" or "Unsqueeze" when x.IsVector => x,
            "Conv" => Convolution(node, x),
            "BatchNormalization" => BatchNorm(node, x),
            "Mul" or "Div" or "Add" or "Sub" or "Sum" when data.Count == 1 => PerChannel(node, x),
            "Add" or "Sum" when data.Count == 2 && node.Inputs.Count == 2 => Sum(node, data),
            "Relu" => Relu(node, x),
            "Clip" when Bound(node, "min", 1) == 0 && (Bound(node, "max", 2) ?? double.MaxValue) >= float.MaxValue =>
                Relu(node, x),
            "MaxPool" => MaxPool(node, x),
            "GlobalAveragePool" => GlobalPool(node, x),
            "AveragePool" => AveragePool(node, x),
            "ReduceMean" => ReduceMean(node, x),
            "Slice" => Slice(node, x),
            "Pad" => Pad(node, x),
            "Gemm" or "MatMul" => Linear(node, x),
            _ => null,
        };

    /// <summary>An operator that no ResNet has. What it writes is not known, but that one value for each channel stays
    /// so.</summary>
    private static GraphNode Other(OnnxNode node, IReadOnlyList<GraphNode> inputs) =>
        new(NameOf(node), OperatorOf(node), null, default, inputs)
        {
            IsVector = inputs.Count > 0 && inputs.All(input => input.IsVector),
        };

    private static GraphNode New(
        OnnxNode node,
        GraphDetail detail,
        MapShape output,
        params IReadOnlyList<GraphNode> inputs
    ) => new(NameOf(node), OperatorOf(node), detail, output, inputs) { IsVector = inputs[0].IsVector };

    private GraphNode Dropout(OnnxNode node, GraphNode x) =>
        node.Inputs.Count > 2 && node.Inputs[2].Length > 0 && _constants.MayBeTrue(node.Inputs[2])
            ? throw Training(node)
            : x;

    // A channel has one value, so that a transposition moves none, unless channels became several extents.
    private GraphNode Reshape(OnnxNode node, GraphNode x)
    {
        long[]? extents = _constants.Integers(node.Inputs.ElementAtOrDefault(1) ?? "");
        if (extents is null || extents.Skip(1).Count(extent => extent != 1) > 1)
        {
            _regrouped.Add(x);
        }

        return x;
    }

    // Whether both are of one size is seen when the layers before are held against a declaration.
    private static GraphNode? Sum(OnnxNode node, IReadOnlyList<GraphNode> data) =>
        data[0].IsVector || data[1].IsVector
            ? null
            : New(node, new SumDetail(), data[0].Output.Height > 0 ? data[0].Output : data[1].Output, data);

    private static GraphNode Relu(OnnxNode node, GraphNode x) =>
        x.Detail is ReluDetail ? x : New(node, new ReluDetail(), x.Output, x);

    /// <summary>A bound of Clip: an attribute until operator set 10, an input since 11.</summary>
    private double? Bound(OnnxNode node, string name, int input) =>
        node[name] is { } attribute ? attribute.Single
        : node.Inputs.Count > input && node.Inputs[input].Length > 0
            ? _constants.Scalar(node.Inputs[input]) ?? double.NaN
        : null;

    private WeightFileException Training(OnnxNode node) =>
        Refused(
            node,
            "is as in training, which gives other results than inference",
            "Export the network after model.eval(), without training=TrainingMode.TRAINING."
        );

    private void CheckReadable(OnnxNode node, CheckpointTensor tensor)
    {
        if (!tensor.IsReadable)
        {
            throw Refused(
                node,
                $"has weights {Quoted.Text(tensor.Name)} of type {TensorDataTypes.Name(tensor.DataType)}, and "
                    + $"{TensorDataTypes.Readable} is expected",
                "Export the model in float32."
            );
        }
    }
}
