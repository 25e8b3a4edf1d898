namespace ResNetGen.Import;

internal sealed partial class GraphBuilder
{
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
}
