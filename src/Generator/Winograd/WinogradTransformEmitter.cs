using System.Text.RegularExpressions;
using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Winograd;

/// <summary>
/// Writes the transforms of F(4x4,3x3) with the points 0, ±√½, ±√2, ∞, of F(4x4,4x4) with ±⅜, ±⅞, ±1¾, ∞ and of F(2x2,3x3) with 0, ±1, ∞. The points
/// of F(4x4) are those whose transforms lose least in float32; they need no more operations than the usual 0, ±1, ±2, ∞. What F(4x4,3x3) divides the
/// weights of a point by (1, -3/2, 6, 1) is in the transform of the products, so that weights are the kernel's polynomial as it is. With stride 2, even pixels go
/// through F(2,2) with the points 0, 1, ∞ and odd ones are points as they are.
/// </summary>
internal static class WinogradTransformEmitter
{
    private static readonly Regex Names = new("[a-zA-Z]+[0-9]+");

    public static string Emit(WinogradTransform transform)
    {
        IndentedWriter writer = new();
        KernelText.Head(writer, transform.Namespace, usesX86: !transform.IsInput);
        using (writer.OpenBlock($"unsafe partial class {transform.Class}"))
        {
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            if (transform.IsInput)
            {
                EmitInput(writer, transform);
            }
            else
            {
                EmitOutput(writer, transform);
            }
        }

        return writer.ToString();
    }

    private static void EmitInput(IndentedWriter writer, WinogradTransform t)
    {
        string parameters = "float* x, nint rowStride, int squares, float* points, nint pointStride";
        using (writer.OpenBlock($"{t.Accessibility} static partial void {t.Method}({parameters})"))
        {
            EmitConstants(writer, t);
            EmitLoops(writer, t, 16 * t.Outputs * t.Stride, () =>
            {
                writer.Line("float* square = x + at;");
                EmitPasses(writer, t, InputFormulas(t), (row, column) => At("square", row, "rowStride", 16 * column), row => EmitInputRow(writer, t, row));
            });
        }
    }

    // From one point of a row to the next are few multiples of the stride, which registers hold for all rows.
    private static void EmitInputRow(IndentedWriter writer, WinogradTransform t, int row)
    {
        writer.Line($"float* row = {At("points", t.PointAt(row, 0), "pointStride")};");
        for (int column = 0; column < t.Inputs; column++)
        {
            writer.Line($"{t.Vector}.Store(o{column}, {At("row", t.PointAt(row, column) - t.PointAt(row, 0), "pointStride")});");
        }
    }

    private static void EmitOutput(IndentedWriter writer, WinogradTransform t)
    {
        const string Parameters =
            "int squares, float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride, nint ahead";
        int m = t.Outputs;
        using (writer.OpenBlock($"{t.Accessibility} static partial void {t.Method}({Parameters})"))
        {
            EmitConstants(writer, t);
            writer.Line($"{t.Vector}<float> least = {t.Vector}.Create(floor);");
            EmitLoops(writer, t, 16 * m, () =>
            {
                writer.Line("float* target = y + at;");
                EmitFetch(writer, t);
                writer.Line($"{t.Vector}<float> b = {t.Vector}.Load(bias{(t.Lanes == 16 ? "" : " + lane")});");
                for (int row = 0; row < t.Inputs; row++)
                {
                    writer.Line($"float* row{row} = {At("points", t.PointAt(row, 0), "pointStride")};");
                }

                writer.Line();
                EmitPasses(
                    writer,
                    t,
                    OutputFormulas(t),
                    (row, column) => At($"row{row}", t.PointAt(row, column) - t.PointAt(row, 0), "pointStride"),
                    row => EmitOutputRow(writer, t, row));
            });
        }
    }

    // Lines that are written for the first time in a run come from memory, or from another core: those some squares ahead are fetched.
    private static void EmitFetch(IndentedWriter writer, WinogradTransform t)
    {
        using (writer.OpenBlock($"if (Sse.IsSupported && ahead != 0{(t.Lanes == 16 ? "" : " && lane == 0")})"))
        {
            for (int row = 0; row < t.Outputs; row++)
            {
                for (int column = 0; column < t.Outputs; column++)
                {
                    writer.Line($"Sse.Prefetch0({At("target + ahead", row, "rowStride", 16 * column)});");
                }
            }
        }

        writer.Line();
    }

    private static void EmitOutputRow(IndentedWriter writer, WinogradTransform t, int row)
    {
        for (int column = 0; column < t.Outputs; column++)
        {
            writer.Line($"o{column} += b;");
        }

        writer.Line();
        using (writer.OpenBlock("if (residual != null)"))
        {
            for (int column = 0; column < t.Outputs; column++)
            {
                writer.Line($"o{column} += {t.Vector}.Load({At("residual + at", row, "residualRow", 16 * column)});");
            }
        }

        writer.Line();
        for (int column = 0; column < t.Outputs; column++)
        {
            writer.Line($"{t.Vector}.Store({t.Vector}.MaxNative(least, o{column}), {At("target", row, "rowStride", 16 * column)});");
        }
    }

    // Squares side by side, so many floats apart, and of each the vectors of a block.
    private static void EmitLoops(IndentedWriter writer, WinogradTransform t, int step, Action body)
    {
        using (writer.OpenBlock($"for (nint at = 0; squares > 0; squares--, at += {step - (t.Lanes == 16 ? 0 : 16)}{(t.Lanes == 16 ? ", points += 16" : "")})"))
        {
            if (t.Lanes == 16)
            {
                body();
                return;
            }

            using (writer.OpenBlock($"for (int lane = 0; lane < 16; lane += {t.Lanes}, at += {t.Lanes}, points += {t.Lanes})"))
            {
                body();
            }
        }
    }

    // Columns and then rows, some rows at a time: so few that what is between the two stays in registers, if there are 32. Rows that share a part of the
    // arithmetic go together.
    private static void EmitPasses(
        IndentedWriter writer, WinogradTransform t, (string Name, string Expression)[] formulas, Func<int, int, string> input, Action<int> store)
    {
        string vector = $"{t.Vector}<float>";
        int[][] passes = Passes(t);
        foreach (int[] rows in passes)
        {
            if (rows != passes[0])
            {
                writer.Line();
            }

            writer.Line($"// {(rows.Length == 1 ? "Row" : "Rows")} {string.Join(", ", rows)} of all columns.");
            writer.Line($"{vector} {string.Join(", ", rows.SelectMany(row => Enumerable.Range(0, t.Inputs).Select(column => Between(row, column))))};");
            for (int column = 0; column < t.Inputs; column++)
            {
                using IndentedWriter.Block braces = writer.OpenBraces("");
                EmitFormulas(writer, vector, formulas, rows, t.Inputs, i => $"{t.Vector}.Load({input(i, column)})");
                foreach (int row in rows)
                {
                    writer.Line($"{Between(row, column)} = o{row};");
                }
            }

            foreach (int row in rows)
            {
                writer.Line();
                writer.Line($"// Row {row}.");
                using IndentedWriter.Block braces = writer.OpenBraces("");
                EmitFormulas(writer, vector, formulas, [.. Enumerable.Range(0, t.IsInput ? t.Inputs : t.Outputs)], t.Inputs, i => Between(row, i));
                store(row);
            }
        }
    }

    private static string Between(int row, int column) => $"s{row}_{column}";

    // The results o0.. that are asked for, and what they need of the inputs i0.. and of the formulas before them.
    private static void EmitFormulas(
        IndentedWriter writer, string vector, (string Name, string Expression)[] formulas, int[] results, int inputs, Func<int, string> input)
    {
        HashSet<string> needed = [.. results.Select(result => $"o{result}")];
        foreach ((string name, string expression) in Enumerable.Reverse(formulas))
        {
            if (needed.Contains(name))
            {
                needed.UnionWith(Names.Matches(expression).Cast<Match>().Select(match => match.Value));
            }
        }

        for (int i = 0; i < inputs; i++)
        {
            if (needed.Contains($"i{i}"))
            {
                writer.Line($"{vector} i{i} = {input(i)};");
            }
        }

        foreach ((string name, string expression) in formulas)
        {
            if (needed.Contains(name))
            {
                writer.Line($"{vector} {name} = {expression};");
            }
        }
    }

    private static int[][] Passes(WinogradTransform t) => (t.Outputs, t.Stride, t.Taps, t.IsInput) switch
    {
        (2, _, _, false) => [[0, 1]],
        (2, 2, _, true) => [[0, 1, 2], [3, 4]],
        (2, _, _, true) => [[0, 3], [1, 2]],
        (_, _, _, false) => [[0, 2], [1, 3]],
        (_, _, StemWinogradLayout.Taps, true) => [[0, 1], [2, 3], [4, 5], [6]],
        _ => [[1, 2], [3, 4], [0, 5]],
    };

    private static void EmitConstants(IndentedWriter writer, WinogradTransform t)
    {
        if (t.Outputs == 2)
        {
            return;
        }

        if (t.Taps == 4)
        {
            PairedPoints.EmitConstants(writer, t);
            return;
        }

        (string Name, string Value)[] constants = t.IsInput
            ? [("minus2_5", "-2.5f"), ("minus2", "-2f"), ("minusHalf", "-0.5f"), ("root", "0.70710678118654752f"), ("root2", "1.4142135623730951f")]
            : [
                ("minusTwoThirds", "-0.66666666666666667f"),
                ("sixth", "0.16666666666666667f"),
                ("third", "0.33333333333333333f"),
                ("rootThird", "0.23570226039551584f"),
                ("root2Third", "0.47140452079103168f"),
                ("minusRoot2Third", "-0.47140452079103168f"),
                ("minusRootThird", "-0.23570226039551584f"),
            ];
        foreach ((string name, string value) in constants)
        {
            writer.Line($"{t.Vector}<float> {name} = {t.Vector}.Create({value});");
        }
    }

    // One dimension of the input transform: i0.. to o0..
    private static (string Name, string Expression)[] InputFormulas(WinogradTransform t)
    {
        if (t.Stride == 2)
        {
            return [("o0", "i0 - i2"), ("o1", "i2"), ("o2", "i4 - i2"), ("o3", "i1"), ("o4", "i3")];
        }

        if (t.Outputs == 2)
        {
            return [("o0", "i0 - i2"), ("o1", "i1 + i2"), ("o2", "i2 - i1"), ("o3", "i3 - i1")];
        }

        string f = KernelText.MultiplyAdd(t.Bits);
        if (t.Taps == StemWinogradLayout.Taps)
        {
            return [.. PairedPoints.InputFormulas(f)];
        }

        return
        [
            ("o0", $"{f}(minus2_5, i2, i0 + i4)"),
            ("o5", $"{f}(minus2_5, i3, i1 + i5)"),
            ("even1", $"{f}(minus2, i2, i4)"),
            ("odd1", $"{f}(minus2, i1, i3) * root"),
            ("even2", $"{f}(minusHalf, i2, i4)"),
            ("odd2", $"{f}(minusHalf, i1, i3) * root2"),
            ("o1", "even1 + odd1"),
            ("o2", "even1 - odd1"),
            ("o3", "even2 + odd2"),
            ("o4", "even2 - odd2"),
        ];
    }

    // One dimension of the output transform: i0.. to o0..
    private static (string Name, string Expression)[] OutputFormulas(WinogradTransform t)
    {
        if (t.Stride == 2)
        {
            return [("o0", "i0 + i1 + i3"), ("o1", "i1 + i2 + i4")];
        }

        if (t.Outputs == 2)
        {
            return [("o0", "i0 + i1 + i2"), ("o1", "i1 - i2 + i3")];
        }

        string f = KernelText.MultiplyAdd(t.Bits);
        if (t.Taps == StemWinogradLayout.Taps)
        {
            return [.. PairedPoints.OutputFormulas(f)];
        }

        return
        [
            ("sum1", "i1 + i2"),
            ("difference1", "i1 - i2"),
            ("sum2", "i3 + i4"),
            ("difference2", "i3 - i4"),
            ("o0", $"{f}(sixth, sum2, {f}(minusTwoThirds, sum1, i0))"),
            ("o1", $"{f}(rootThird, difference2, minusRoot2Third * difference1)"),
            ("o2", "third * (sum2 - sum1)"),
            ("o3", $"{f}(root2Third, difference2, {f}(minusRootThird, difference1, i5))"),
        ];
    }

    private static string At(string pointer, int count, string stride, int floats = 0) => KernelText.At(
        count switch
        {
            0 => pointer,
            1 => $"{pointer} + {stride}",
            _ => $"{pointer} + ({count} * {stride})",
        },
        floats);
}
