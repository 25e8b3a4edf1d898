using ResNetGen.Weights;

namespace ResNetGen.Import;

internal sealed partial class GraphBuilder
{
    /// <summary>The windows of a node along rows (axis 0) or columns (axis 1).</summary>
    private Window WindowOf(OnnxNode node, int axis, long size, long kernel, long before = 0, long after = 0)
    {
        kernel = Within("kernel_shape", kernel, 1);
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
        else if (padding != "VALID")
        {
            throw Refused(
                node,
                $"has auto_pad of {Quoted.Text(padding)}, where NOTSET, SAME_UPPER, SAME_LOWER or VALID is expected",
                SafetensorsHeader.Damaged
            );
        }

        return new(size, kernel, stride, dilation, before, after, node["ceil_mode"]?.Long == 1);

        long At(string name, int index, long usual)
        {
            int count = name == "pads" ? 4 : 2;
            return node[name]?.Longs is not { Count: > 0 } values ? usual
                : values.Count == count ? Within(name, values[index], usual)
                : throw Refused(
                    node,
                    $"has {name} of {values.Count} numbers, where {count} are expected",
                    SafetensorsHeader.Damaged
                );
        }

        long Within(string name, long value, long least) =>
            value >= least && value <= NetworkLimits.InputSize
                ? value
                : throw Refused(
                    node,
                    $"has {name} of {value}, where {least} to {NetworkLimits.InputSize} is expected",
                    SafetensorsHeader.Damaged
                );
    }

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
}
