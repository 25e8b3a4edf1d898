namespace ResNetGen.Import;

/// <summary>Operators on short lists of whole numbers: exporters compute paddings and shapes in the graph.</summary>
internal static class IntegerOperators
{
    // Of a tensor and of what it becomes: more than any ResNet's has.
    private const int MostExtents = 64;

    /// <summary>The result of a node; <see langword="null"/> if it is another operator, or other extents.</summary>
    /// <param name="node">The node.</param>
    /// <param name="known">Values that are known; all that it reads is among them.</param>
    public static (long[] Extents, long[] Values)? Compute(
        OnnxNode node,
        IReadOnlyDictionary<string, (long[] Extents, long[] Values)> known
    )
    {
        List<(long[] Extents, long[] Values)> inputs = [];
        foreach (string name in node.Inputs)
        {
            if (!known.TryGetValue(name, out (long[] Extents, long[] Values) value))
            {
                return null;
            }

            inputs.Add(value);
        }

        (long[] extents, long[] values) = inputs[0];
        switch (node.Operator)
        {
            case "Identity" or "Cast":
                return inputs[0];
            case "Shape":
                (int start, int end) = (Axis("start", 0), Axis("end", extents.Length));
                long[] shown = start < end ? extents[start..end] : [];
                return ([shown.Length], shown);
            case "ConstantOfShape"
                when inputs.Count == 1 && values is [>= 0 and < 64] && node["value"]?.Tensor is null or { Type: 7 }:
                // Its value is hardly ever another one than 0.
                return node["value"]?.Tensor?.IsZero != false ? ([values[0]], new long[values[0]]) : null;
            case "Concat"
                when inputs.All(input => input.Extents.Length == 1)
                    && inputs.Sum(input => input.Values.Length) <= GraphConstants.MostIntegers:
                long[] joined = [.. inputs.SelectMany(input => input.Values)];
                return ([joined.Length], joined);
            case "Squeeze" or "Unsqueeze" or "Reshape":
                long[] axes =
                    node["axes"]?.Longs is { } old ? [.. old]
                    : inputs.Count == 2 ? inputs[1].Values
                    : [];
                return Reshape(node.Operator, extents, axes) is { } shape && Count(shape) == values.Length
                    ? (shape, values)
                    : null;
            case "Transpose" when extents.Length == 2 && node["perm"]?.Longs is null or [1, 0]:
                return ([extents[1], extents[0]], Transposed(values, (int)extents[0], (int)extents[1]));
            case "Slice" when inputs.Count == 5 && inputs[3].Values is [0] && extents.Length > 0:
                return Rows(inputs[0], inputs[1].Values, inputs[2].Values, inputs[4].Values);
            case "Gather" when (node["axis"]?.Long ?? 0) == 0 && extents.Length == 1 && inputs.Count == 2:
                return inputs[1].Values.All(index => index >= -values.Length && index < values.Length)
                    ? (
                        inputs[1].Extents,
                        [.. inputs[1].Values.Select(index => values[index < 0 ? index + values.Length : index])]
                    )
                    : null;
            case "Mul" or "Add" or "Sub" when inputs.Count == 2:
                return Combine(node.Operator, inputs[0], inputs[1]);
            default:
                return null;
        }

        // A negative axis is counted from the end, and beyond either end there are none.
        int Axis(string name, long usual)
        {
            long axis = node[name]?.Long ?? usual;
            return (int)Math.Clamp(axis < 0 ? axis + extents.Length : axis, 0, extents.Length);
        }
    }

    /// <summary>Extents behind Reshape, Squeeze or Unsqueeze; <see langword="null"/> if there are none such.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="extents">The extents before.</param>
    /// <param name="numbers">What the operator is given: extents, or axes.</param>
    public static long[]? Reshape(string operation, long[] extents, long[] numbers)
    {
        if (extents.Length + numbers.Length > MostExtents)
        {
            return null;
        }

        List<long> result = [.. extents];
        if (operation == "Reshape")
        {
            result =
            [
                .. numbers.Select((number, axis) => number == 0 && axis < extents.Length ? extents[axis] : number),
            ];
            int open = result.IndexOf(-1);
            if (
                open >= 0
                && Count(extents) is { } count
                && Count(result.Where(extent => extent != -1)) is > 0 and var others
            )
            {
                result[open] = count / others;
            }

            return [.. result];
        }

        int rank = extents.Length + (operation == "Unsqueeze" ? numbers.Length : 0);
        long[] axes = [.. numbers.Select(axis => axis < 0 ? axis + rank : axis)];
        if (axes.Any(axis => axis < 0 || axis >= rank) || axes.Distinct().Count() != axes.Length)
        {
            return null;
        }

        if (operation == "Squeeze")
        {
            return [.. extents.Where((extent, axis) => axes.Length == 0 ? extent != 1 : !axes.Contains(axis))];
        }

        foreach (long axis in axes.Order())
        {
            result.Insert((int)axis, 1);
        }

        return [.. result];
    }

    /// <summary>Values of a shape; <see langword="null"/> if it has a negative extent, or too many.</summary>
    public static long? Count(IEnumerable<long> extents)
    {
        Int128 count = 1;
        foreach (long extent in extents)
        {
            count *= extent;
            if (count < 0 || count > long.MaxValue)
            {
                return null;
            }
        }

        return (long)count;
    }

    /// <summary>Combines lists, of which an extent of one is repeated (broadcasting of NumPy).</summary>
    private static (long[] Extents, long[] Values)? Combine(
        string operation,
        (long[] Extents, long[] Values) a,
        (long[] Extents, long[] Values) b
    )
    {
        int rank = Math.Max(a.Extents.Length, b.Extents.Length);
        (long[] left, long[] right) = (Ranked(a.Extents), Ranked(b.Extents));
        long[] extents = [.. left.Zip(right, (one, other) => one == 1 ? other : one)];
        if (
            left.Zip(right).Any(pair => pair.First != pair.Second && pair.First != 1 && pair.Second != 1)
            || Count(extents) is not { } count
            || count > GraphConstants.MostIntegers
        )
        {
            return null;
        }

        long[] values = new long[count];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = Combine(operation, a.Values[At(left, index)], b.Values[At(right, index)]);
        }

        return (extents, values);

        long[] Ranked(long[] shorter) => [.. Enumerable.Repeat(1L, rank - shorter.Length), .. shorter];

        long At(long[] operand, long index)
        {
            (long at, long step) = (0, 1);
            for (int axis = rank - 1; axis >= 0; axis--)
            {
                at += operand[axis] == 1 ? 0 : index % extents[axis] * step;
                index /= extents[axis];
                step *= operand[axis];
            }

            return at;
        }
    }

    private static long Combine(string operation, long a, long b) =>
        operation switch
        {
            "Mul" => unchecked(a * b),
            "Add" => unchecked(a + b),
            _ => unchecked(a - b),
        };

    private static long[] Transposed(long[] values, int rows, int columns)
    {
        long[] result = new long[values.Length];
        for (int index = 0; index < values.Length; index++)
        {
            result[(index % columns * rows) + (index / columns)] = values[index];
        }

        return result;
    }

    private static (long[] Extents, long[] Values)? Rows(
        (long[] Extents, long[] Values) of,
        long[] starts,
        long[] ends,
        long[] steps
    )
    {
        // An extent of zero elsewhere allows any number of rows.
        if (
            starts.Length != 1
            || ends.Length != 1
            || steps.Length != 1
            || steps[0] is not (1 or -1)
            || of.Extents[0] > of.Values.Length
        )
        {
            return null;
        }

        long rows = of.Extents[0];
        long width = rows == 0 ? 0 : of.Values.Length / rows;
        bool backwards = steps[0] < 0;
        long first = Math.Clamp(
            starts[0] < 0 ? starts[0] + rows : starts[0],
            backwards ? -1 : 0,
            backwards ? rows - 1 : rows
        );
        long end = Math.Clamp(ends[0] < 0 ? Math.Max(ends[0] + rows, -1) : ends[0], backwards ? -1 : 0, rows);
        List<long> taken = [];
        for (long row = first; backwards ? row > end : row < end; row += steps[0])
        {
            taken.Add(row);
        }

        return (
            [taken.Count, .. of.Extents[1..]],
            [.. taken.SelectMany(row => of.Values[(int)(row * width)..(int)((row + 1) * width)])]
        );
    }
}
