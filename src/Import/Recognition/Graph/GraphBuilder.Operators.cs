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

    private WeightFileException Training(OnnxNode node) =>
        Refused(
            node,
            "is as in training, which gives other results than inference",
            "Export the network after model.eval(), without training=TrainingMode.TRAINING."
        );

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

    private GraphNode? Convolution(OnnxNode node, GraphNode x)
    {
        if (
            node.Inputs.Count < 2
            || node.Inputs[0].Length == 0
            || _constants.Tensor(node.Inputs[1]) is not { Shape: { Rank: 4 } shape, ElementCount: > 0 } weight
            || (node.Inputs.Count > 2 && node.Inputs[2].Length > 0 && _constants.Tensor(node.Inputs[2]) is null)
        )
        {
            return null;
        }

        CheckReadable(node, weight);
        CheckpointTensor? bias = node.Inputs.Count > 2 ? _constants.Tensor(node.Inputs[2]) : null;
        long groups = node["group"]?.Long ?? 1;
        if (
            groups < 1
            || groups > NetworkLimits.Channels
            || shape[0] % groups != 0
            || (x.Output.Channels > 0 && x.Output.Channels != shape[1] * groups)
            || (bias is not null && bias.ElementCount != shape[0])
            || (node["kernel_shape"]?.Longs is { } kernel && !kernel.SequenceEqual([shape[2], shape[3]]))
        )
        {
            throw Damaged(
                $"{Describe(node)} has weights {shape}, {groups} groups and an input of {x.Output.Channels} channels, which do "
                    + "not fit"
            );
        }

        if (bias is not null)
        {
            CheckReadable(node, bias);
        }

        if (x.IsVector)
        {
            Window single = new(Size: 1, Kernel: 1, Stride: 1, Dilation: 1, Before: 0, After: 0);
            bool readsValues = Enumerable
                .Range(0, 2)
                .All(axis => WindowOf(node, axis, 1, shape[axis + 2]) with { Stride = 1, Dilation = 1 } == single);
            return readsValues && groups == 1
                ? New(
                    node,
                    new LinearDetail(GraphConstants.Reshaped(weight, shape[0], shape[1]), bias, IsTrailing: false),
                    new(shape[0], 1, 1),
                    x
                )
                : null;
        }

        // Padding of its own, zeros all round.
        PixelsDetail? border = x.Detail is PixelsDetail { Value: 0 } zeros ? zeros : null;
        x = border is null ? x : x.Inputs[0];
        Window rows = WindowOf(node, 0, x.Output.Height, shape[2], border?.Top ?? 0, border?.Bottom ?? 0);
        Window columns = WindowOf(node, 1, x.Output.Width, shape[3], border?.Left ?? 0, border?.Right ?? 0);
        return New(
            node,
            new ConvolutionDetail(weight, bias, rows, columns, groups),
            new(shape[0], rows.Count, columns.Count),
            x
        );
    }

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

    /// <summary>The windows of a node along rows (axis 0) or columns (axis 1).</summary>
    private Window WindowOf(OnnxNode node, int axis, long size, long kernel, long before = 0, long after = 0)
    {
        long stride = At("strides", axis, 1);
        long dilation = At("dilations", axis, 1);
        string padding = node["auto_pad"]?.Text ?? "";
        if (padding is "SAME_UPPER" or "SAME_LOWER")
        {
            // As many windows as strides fit; an odd pixel goes to the end, or to the beginning.
            long padded = size + before + after;
            long total = Math.Max(((padded - 1) / stride * stride) + ((kernel - 1) * dilation) + 1 - padded, 0);
            long less = total / 2;
            before += padding == "SAME_UPPER" ? less : total - less;
            after += padding == "SAME_UPPER" ? total - less : less;
        }
        else if (padding is "" or "NOTSET")
        {
            before += At("pads", axis, 0);
            after += At("pads", axis + 2, 0);
        }

        return new(size, kernel, stride, dilation, before, after, node["ceil_mode"]?.Long == 1);

        long At(string name, int index, long usual)
        {
            long value = node[name]?.Longs is { Count: > 0 } values ? values.ElementAtOrDefault(index) : usual;
            return value >= usual && value <= NetworkLimits.InputSize && kernel <= NetworkLimits.InputSize
                ? value
                : throw Refused(
                    node,
                    $"has {name} of {value}, where {usual} to {NetworkLimits.InputSize} is expected",
                    SafetensorsHeader.Damaged
                );
        }
    }

    private GraphNode? BatchNorm(OnnxNode node, GraphNode x)
    {
        if (node["training_mode"]?.Long == 1 || node.Outputs.Skip(1).Any(output => output.Length > 0))
        {
            throw Training(node);
        }

        if (
            x.IsVector
            || node.Inputs.Count != 5
            || node["spatial"]?.Long == 0
            || node.Inputs.Skip(1).Any(name => _constants.Tensor(name) is null)
        )
        {
            return null;
        }

        CheckpointTensor[] operands = [.. node.Inputs.Skip(1).Select(name => _constants.Tensor(name)!)];
        foreach (CheckpointTensor operand in operands)
        {
            CheckReadable(node, operand);
            if (operand.ElementCount != x.Output.Channels && x.Output.Channels > 0)
            {
                throw Damaged(
                    $"{Describe(node)} has {operand.ElementCount} values in {Quoted.Text(operand.Name)} for "
                        + $"{x.Output.Channels} channels"
                );
            }
        }

        double epsilon = node["epsilon"]?.Single ?? 1e-5f;
        return New(node, new AffineDetail(AffineKind.BatchNorm, operands, epsilon), x.Output, x);
    }

    /// <summary>Computes with a constant for each channel, or one for all.</summary>
    private GraphNode? PerChannel(OnnxNode node, GraphNode x)
    {
        if (node.Inputs.Count != 2)
        {
            return node is { Operator: "Sum", Inputs.Count: 1 } ? x : null;
        }

        bool isFirst = !_constants.Has(node.Inputs[0]);
        if (_constants.Tensor(node.Inputs[isFirst ? 1 : 0]) is not { IsReadable: true } operand)
        {
            return null;
        }

        if (x.Detail is LinearDetail { Bias: null, IsTrailing: true } linear)
        {
            return
                node.Operator is "Add" or "Sum"
                && operand.ElementCount == x.Output.Channels
                && LastOf(operand) == x.Output.Channels
                ? New(node, linear with { Bias = operand }, x.Output, x.Inputs[0])
                : null;
        }

        TensorShape shape = operand.Shape;
        bool isOne = operand.ElementCount == 1 && shape.Rank <= 4;
        bool isEach =
            operand.ElementCount == x.Output.Channels
            && shape.Rank is 3 or 4
            && shape[shape.Rank - 3] == x.Output.Channels;
        if (x.IsVector || !(isOne || isEach))
        {
            return null;
        }

        AffineKind? kind = node.Operator switch
        {
            "Mul" => AffineKind.Times,
            "Add" or "Sum" => AffineKind.Plus,
            "Sub" => isFirst ? AffineKind.Minus : AffineKind.MinusFrom,
            "Div" when isFirst => AffineKind.Over,
            _ => null,
        };
        return kind is { } known ? New(node, new AffineDetail(known, [operand]), x.Output, x) : null;
    }

    private static long LastOf(CheckpointTensor tensor) => tensor.Shape.LastOrDefault();

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

    private GraphNode? MaxPool(OnnxNode node, GraphNode x)
    {
        if (node["kernel_shape"]?.Longs is not [> 0 and var height, > 0 and var width] || x.IsVector)
        {
            return null;
        }

        // Behind ReLU no value is below zero, so that a zero of the padding is never larger than a pixel.
        bool isHarmless =
            x.Detail is PixelsDetail { Value: var value }
            && (value <= -float.MaxValue || (value <= 0 && x.Inputs[0].Detail is ReluDetail));
        PixelsDetail? border = isHarmless ? (PixelsDetail)x.Detail! : null;
        x = border is null ? x : x.Inputs[0];
        Window rows = WindowOf(node, 0, x.Output.Height, height, border?.Top ?? 0, border?.Bottom ?? 0);
        Window columns = WindowOf(node, 1, x.Output.Width, width, border?.Left ?? 0, border?.Right ?? 0);
        MapShape output = new(x.Output.Channels, rows.Count, columns.Count);
        return rows.Dilation != 1 || columns.Dilation != 1 ? null
            : IsSubsample(rows, columns) ? New(node, new SubsampleDetail(rows.Stride), output, x)
            : New(node, new MaxPoolDetail(rows, columns), output, x);
    }

    private static bool IsSubsample(Window rows, Window columns) =>
        rows is { Kernel: 1, Before: 0, After: 0 }
        && columns is { Kernel: 1, Before: 0, After: 0 }
        && rows.Stride == columns.Stride;

    private static GraphNode? GlobalPool(OnnxNode node, GraphNode x) =>
        x.IsVector
            ? x.Detail is GlobalPoolDetail
                ? x
                : null
            : new(NameOf(node), node.Operator, new GlobalPoolDetail(), new(x.Output.Channels, 1, 1), x)
            {
                IsVector = true,
            };

    /// <summary>One of the whole map is a global one, one of single pixels leaves pixels out.</summary>
    private GraphNode? AveragePool(OnnxNode node, GraphNode x)
    {
        if (node["kernel_shape"]?.Longs is not [> 0 and var height, > 0 and var width] || x.IsVector)
        {
            return null;
        }

        Window rows = WindowOf(node, 0, x.Output.Height, height);
        Window columns = WindowOf(node, 1, x.Output.Width, width);
        return IsWhole(rows) && IsWhole(columns) ? GlobalPool(node, x)
            : IsSubsample(rows, columns)
                ? New(node, new SubsampleDetail(rows.Stride), new(x.Output.Channels, rows.Count, columns.Count), x)
            : null;

        static bool IsWhole(Window window) =>
            window is { Before: 0, After: 0, Dilation: 1, Count: 1 } && window.Kernel == window.Size;
    }

    private GraphNode? ReduceMean(OnnxNode node, GraphNode x)
    {
        IReadOnlyList<long> axes =
            node["axes"]?.Longs ?? (node.Inputs.Count > 1 ? _constants.Integers(node.Inputs[1]) : null) ?? [];
        return axes.Select(axis => axis < 0 ? axis + 4 : axis).Order().SequenceEqual([2, 3])
            ? GlobalPool(node, x)
            : null;
    }

    /// <summary>Every second row and column, or all.</summary>
    private GraphNode? Slice(OnnxNode node, GraphNode x)
    {
        IReadOnlyList<long>? starts = Numbers("starts", 1);
        IReadOnlyList<long>? ends = Numbers("ends", 2);
        bool isKnown = node.Inputs.Skip(3).All(name => name.Length == 0 || _constants.Integers(name) is not null);
        if (
            !isKnown
            || starts is null
            || ends is null
            || starts.Count != ends.Count
            || x.IsVector
            || x.Output.Height == 0
        )
        {
            return null;
        }

        IReadOnlyList<long>? axes = Has("axes", 3)
            ? Numbers("axes", 3)
            : [.. Enumerable.Range(0, starts.Count).Select(axis => (long)axis)];
        IReadOnlyList<long>? steps = Has("steps", 4) ? Numbers("steps", 4) : [.. starts.Select(_ => 1L)];
        if (axes?.Count != starts.Count || steps?.Count != starts.Count)
        {
            return null;
        }

        long[] strides = [1, 1, 1, 1];
        long[] extents = [long.MaxValue, x.Output.Channels, x.Output.Height, x.Output.Width];
        for (int index = 0; index < axes.Count; index++)
        {
            long axis = axes[index] < 0 ? axes[index] + 4 : axes[index];
            if (axis is < 0 or > 3 || starts[index] != 0 || steps[index] < 1 || (axis < 2 && steps[index] > 1))
            {
                return null;
            }

            // The last row that is taken decides, not the end.
            long last = (extents[axis] - 1) / steps[index] * steps[index];
            if (axis > 0 ? ends[index] <= last : ends[index] < int.MaxValue)
            {
                return null;
            }

            strides[axis] = steps[index];
        }

        if (strides[2] == 1 && strides[3] == 1)
        {
            return x;
        }

        // Some exporters slice rows and columns one after the other.
        GraphNode from = x;
        if (x.Detail is HalfSubsampleDetail half && strides[half.Axis] == 1)
        {
            (strides[half.Axis], from) = (half.Stride, x.Inputs[0]);
        }

        MapShape output = new(
            from.Output.Channels,
            ((from.Output.Height - 1) / strides[2]) + 1,
            ((from.Output.Width - 1) / strides[3]) + 1
        );
        GraphDetail detail =
            strides[2] == strides[3] ? new SubsampleDetail(strides[2])
            : strides[2] == 1 ? new HalfSubsampleDetail(3, strides[3])
            : new HalfSubsampleDetail(2, strides[2]);
        return strides[2] == strides[3] || strides[2] == 1 || strides[3] == 1 ? New(node, detail, output, from) : null;

        bool Has(string name, int input) =>
            node[name] is not null || node.Inputs.ElementAtOrDefault(input) is { Length: > 0 };

        IReadOnlyList<long>? Numbers(string name, int input) =>
            node[name]?.Longs ?? (node.Inputs.Count > input ? _constants.Integers(node.Inputs[input]) : null);
    }

    /// <summary>Channels of zeros, or pixels of one value.</summary>
    private GraphNode? Pad(OnnxNode node, GraphNode x)
    {
        IReadOnlyList<long>? pads =
            node["pads"]?.Longs ?? (node.Inputs.Count > 1 ? _constants.Integers(node.Inputs[1]) : null);
        double? value =
            node["value"]?.Single
            ?? (node.Inputs.Count > 2 && node.Inputs[2].Length > 0 ? _constants.Scalar(node.Inputs[2]) : 0);
        if (pads is null || value is null || x.IsVector || (node["mode"]?.Text ?? "constant") != "constant")
        {
            return null;
        }

        if (node.Inputs.Count > 3 && node.Inputs[3].Length > 0)
        {
            long[] axes = _constants.Integers(node.Inputs[3]) ?? [];
            if (pads.Count != 2 * axes.Length || axes.Any(axis => axis is < -4 or > 3))
            {
                return null;
            }

            long[] all = new long[8];
            for (int index = 0; index < axes.Length; index++)
            {
                long axis = axes[index] < 0 ? axes[index] + 4 : axes[index];
                (all[axis], all[axis + 4]) = (pads[index], pads[index + axes.Length]);
            }

            pads = all;
        }

        if (pads.Any(pad => pad is < 0 or > NetworkLimits.InputSize))
        {
            return null;
        }

        MapShape output = x.Output;
        switch (pads)
        {
            case [0, 0, 0, 0, 0, 0, 0, 0]:
                return x;
            case [0, var before, 0, 0, 0, var after, 0, 0] when value == 0:
                return New(
                    node,
                    new ZeroChannelsDetail(before, after),
                    output with
                    {
                        Channels = output.Channels + before + after,
                    },
                    x
                );
            case [0, 0, var top, var left, 0, 0, var bottom, var right]:
                return New(
                    node,
                    new PixelsDetail(top, left, bottom, right, value.Value),
                    output.Height == 0
                        ? output
                        : new(output.Channels, output.Height + top + bottom, output.Width + left + right),
                    x
                );
            default:
                return null;
        }
    }

    /// <summary>A linear layer on one value for each channel.</summary>
    private GraphNode? Linear(OnnxNode node, GraphNode x)
    {
        if (
            !x.IsVector
            || node.Inputs.Count < 2
            || _constants.Has(node.Inputs[0])
            || _constants.Tensor(node.Inputs[1]) is not { Shape: { Rank: 2 } shape, ElementCount: > 0 } matrix
            || (node["alpha"]?.Single ?? 1) != 1
            || (node["beta"]?.Single ?? 1) != 1
            || node["transA"]?.Long is 1
        )
        {
            return null;
        }

        CheckReadable(node, matrix);
        bool isTurned = node.Operator == "Gemm" && node["transB"]?.Long is 1;
        matrix = isTurned ? matrix : GraphConstants.Transposed(matrix);

        CheckpointTensor? bias = null;
        if (node.Inputs.Count > 2 && node.Inputs[2].Length > 0)
        {
            bias = _constants.Tensor(node.Inputs[2]);
            if (bias is null || bias.ElementCount != matrix.Shape[0] || LastOf(bias) != matrix.Shape[0])
            {
                return null;
            }

            CheckReadable(node, bias);
        }

        return matrix.Shape[1] == x.Output.Channels || x.Output.Channels == 0
            ? New(node, new LinearDetail(matrix, bias, IsTrailing: true), new(matrix.Shape[0], 1, 1), x)
            : throw Damaged($"{Describe(node)} has weights {shape} for {x.Output.Channels} features, which do not fit");
    }
}
