namespace ResNetGen.Import;

internal sealed partial class GraphBuilder
{
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
}
