using System.Text.RegularExpressions;
using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Winograd;

/// <summary>
/// Writes the transforms round a Winograd convolution: a method for whole squares, and methods for those that are
/// narrow in one direction or both. The arithmetic is that of <see cref="WinogradFormulas"/>, of the stem
/// <see cref="PairedPoints"/>.
/// </summary>
internal static class WinogradTransformEmitter
{
    private const string InputParameters = "float* x, nint rowStride, int squares, float* points, nint pointStride";

    private const string OutputParameters =
        "int squares, float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride, nint ahead";

    private static readonly Regex Names = new("[a-zA-Z][a-zA-Z0-9_]*");

    public static string Emit(WinogradTransform transform)
    {
        IndentedWriter writer = new();
        KernelText.Head(writer, transform.Namespace, usesX86: !transform.IsInput);
        string parameters = transform.IsInput ? InputParameters : OutputParameters;
        Square[] squares =
        [
            .. transform.Sizes.SelectMany(rows =>
                transform.Sizes.Select(columns => new Square(transform, rows, columns))
            ),
        ];
        using (writer.OpenBlock($"unsafe partial class {transform.Class}"))
        {
            if (squares.Length == 1)
            {
                EmitSquare(
                    writer,
                    squares[0],
                    $"{transform.Accessibility} static partial void {transform.Method}({parameters})"
                );
            }
            else
            {
                EmitChoice(writer, transform, squares, parameters);
            }
        }

        return writer.ToString();
    }

    private static void EmitChoice(IndentedWriter writer, WinogradTransform t, Square[] squares, string parameters)
    {
        string arguments = string.Join(", ", parameters.Split(',').Select(parameter => parameter.Split(' ').Last()));
        using (
            writer.OpenBlock($"{t.Accessibility} static partial void {t.Method}(int rows, int columns, {parameters})")
        )
        using (writer.OpenBlock("switch (rows, columns)"))
        {
            foreach (Square square in squares)
            {
                writer.Line($"case ({square.Rows}, {square.Columns}): {Name(square)}({arguments}); break;");
            }

            writer.Line("default: throw new System.ArgumentOutOfRangeException(nameof(rows));");
        }

        foreach (Square square in squares)
        {
            writer.Line();
            EmitSquare(writer, square, $"private static void {Name(square)}({parameters})");
        }

        string Name(Square square) => $"{t.Method}_{square.Rows}x{square.Columns}";
    }

    private static void EmitSquare(IndentedWriter writer, Square square, string signature)
    {
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.OpenBlock(signature))
        {
            if (square.Transform.IsInput)
            {
                EmitInput(writer, square);
            }
            else
            {
                EmitOutput(writer, square);
            }
        }
    }

    private static void EmitInput(IndentedWriter writer, Square square)
    {
        WinogradTransform t = square.Transform;
        EmitConstants(writer, square);
        EmitLoops(
            writer,
            t,
            16 * t.Outputs * t.Stride,
            () =>
            {
                writer.Line("float* square = x + at;");
                EmitPasses(
                    writer,
                    square,
                    [.. Enumerable.Range(0, t.Inputs(square.Columns))],
                    (row, column) => At("square", row, "rowStride", 16 * column),
                    row => EmitInputRow(writer, square, row)
                );
            }
        );
    }

    // From one point of a row to the next are few multiples of the stride, which registers hold for all rows.
    private static void EmitInputRow(IndentedWriter writer, Square square, int row)
    {
        WinogradTransform t = square.Transform;
        writer.Line($"float* row = {At("points", t.PointAt(row, 0), "pointStride")};");
        foreach (int column in t.Points(square.Columns))
        {
            writer.Line(
                $"{t.Vector}.Store(o{column}, {At("row", t.PointAt(row, column) - t.PointAt(row, 0), "pointStride")});"
            );
        }
    }

    private static void EmitOutput(IndentedWriter writer, Square square)
    {
        WinogradTransform t = square.Transform;
        EmitConstants(writer, square);
        writer.Line($"{t.Vector}<float> least = {t.Vector}.Create(floor);");
        EmitLoops(
            writer,
            t,
            16 * t.Outputs,
            () =>
            {
                writer.Line("float* target = y + at;");
                EmitFetch(writer, square);
                writer.Line($"{t.Vector}<float> b = {t.Vector}.Load(bias{(t.Lanes == 16 ? "" : " + lane")});");
                foreach (int row in t.Points(square.Rows))
                {
                    writer.Line($"float* row{row} = {At("points", t.PointAt(row, 0), "pointStride")};");
                }

                writer.Line();
                EmitPasses(
                    writer,
                    square,
                    t.Points(square.Columns),
                    (row, column) => At($"row{row}", t.PointAt(row, column) - t.PointAt(row, 0), "pointStride"),
                    row => EmitOutputRow(writer, square, row)
                );
            }
        );
    }

    // Lines that are written for the first time in a run come from memory, or from another core: those some squares
    // ahead are fetched.
    private static void EmitFetch(IndentedWriter writer, Square square)
    {
        using (
            writer.OpenBlock(
                $"if (Sse.IsSupported && ahead != 0{(square.Transform.Lanes == 16 ? "" : " && lane == 0")})"
            )
        )
        {
            for (int row = 0; row < square.Rows; row++)
            {
                for (int column = 0; column < square.Columns; column++)
                {
                    writer.Line($"Sse.Prefetch0({At("target + ahead", row, "rowStride", 16 * column)});");
                }
            }
        }

        writer.Line();
    }

    private static void EmitOutputRow(IndentedWriter writer, Square square, int row)
    {
        string vector = square.Transform.Vector;
        for (int column = 0; column < square.Columns; column++)
        {
            writer.Line($"o{column} += b;");
        }

        writer.Line();
        using (writer.OpenBlock("if (residual != null)"))
        {
            for (int column = 0; column < square.Columns; column++)
            {
                writer.Line($"o{column} += {vector}.Load({At("residual + at", row, "residualRow", 16 * column)});");
            }
        }

        writer.Line();
        for (int column = 0; column < square.Columns; column++)
        {
            writer.Line(
                $"{vector}.Store({vector}.MaxNative(least, o{column}), {At("target", row, "rowStride", 16 * column)});"
            );
        }
    }

    // Squares side by side, so many floats apart, and of each the vectors of a block.
    private static void EmitLoops(IndentedWriter writer, WinogradTransform t, int step, Action body)
    {
        using (
            writer.OpenBlock(
                $"for (nint at = 0; squares > 0; squares--, at += {step - (t.Lanes == 16 ? 0 : 16)}{(t.Lanes == 16 ? ", points += 16" : "")})"
            )
        )
        {
            if (t.Lanes == 16)
            {
                body();
                return;
            }

            using (
                writer.OpenBlock(
                    $"for (int lane = 0; lane < 16; lane += {t.Lanes}, at += {t.Lanes}, points += {t.Lanes})"
                )
            )
            {
                body();
            }
        }
    }

    // Columns and then rows, some rows at a time: so few that what is between the two stays in registers, if there are
    // 32. Rows that share a part of the arithmetic go together.
    private static void EmitPasses(
        IndentedWriter writer,
        Square square,
        int[] columns,
        Func<int, int, string> input,
        Action<int> store
    )
    {
        WinogradTransform t = square.Transform;
        string vector = $"{t.Vector}<float>";
        int[] results = t.IsInput ? t.Points(square.Columns) : [.. Enumerable.Range(0, square.Columns)];
        int[][] passes = square.Passes;
        foreach (int[] rows in passes)
        {
            if (rows != passes[0])
            {
                writer.Line();
            }

            writer.Line($"// {(rows.Length == 1 ? "Row" : "Rows")} {string.Join(", ", rows)} of all columns.");
            writer.Line(
                $"{vector} {string.Join(", ", rows.SelectMany(row => columns.Select(column => Between(row, column))))};"
            );
            foreach (int column in columns)
            {
                using IndentedWriter.Block braces = writer.OpenBraces("");
                EmitFormulas(
                    writer,
                    vector,
                    square.Formulas(square.Rows),
                    rows,
                    t.Inputs(t.Outputs),
                    i => $"{t.Vector}.Load({input(i, column)})"
                );
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
                EmitFormulas(
                    writer,
                    vector,
                    square.Formulas(square.Columns),
                    results,
                    t.Inputs(t.Outputs),
                    i => Between(row, i)
                );
                store(row);
            }
        }
    }

    private static string Between(int row, int column) => $"s{row}_{column}";

    // The results o0.. that are asked for, and what they need of the inputs i0.. and of the formulas before them.
    private static void EmitFormulas(
        IndentedWriter writer,
        string vector,
        (string Name, string Expression)[] formulas,
        int[] results,
        int inputs,
        Func<int, string> input
    )
    {
        HashSet<string> needed = [.. results.Select(result => $"o{result}")];
        foreach ((string name, string expression) in Enumerable.Reverse(formulas))
        {
            if (needed.Contains(name))
            {
                needed.UnionWith(NamesIn(expression));
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

    private static void EmitConstants(IndentedWriter writer, Square square)
    {
        WinogradTransform t = square.Transform;
        if (t.IsStem)
        {
            PairedPoints.EmitConstants(writer, t);
            return;
        }

        HashSet<string> used =
        [
            .. new[] { square.Rows, square.Columns }
                .SelectMany(square.Formulas)
                .SelectMany(formula => NamesIn(formula.Expression)),
        ];
        foreach ((string name, string value) in WinogradFormulas.Constants(t))
        {
            if (used.Contains(name))
            {
                writer.Line($"{t.Vector}<float> {name} = {t.Vector}.Create({value});");
            }
        }
    }

    private static IEnumerable<string> NamesIn(string expression) =>
        Names.Matches(expression).Cast<Match>().Select(match => match.Value);

    private static string At(string pointer, int count, string stride, int floats = 0) =>
        KernelText.At(
            count switch
            {
                0 => pointer,
                1 => $"{pointer} + {stride}",
                _ => $"{pointer} + ({count} * {stride})",
            },
            floats
        );

    /// <summary>A square of so many rows and columns of outputs.</summary>
    private sealed record Square(WinogradTransform Transform, int Rows, int Columns)
    {
        /// <summary>One dimension of the transform, where there are so many outputs.</summary>
        public (string Name, string Expression)[] Formulas(int outputs)
        {
            string multiplyAdd = KernelText.MultiplyAdd(Transform.Bits);
            return (Transform.IsStem, Transform.IsInput) switch
            {
                (true, true) => [.. PairedPoints.InputFormulas(multiplyAdd)],
                (true, false) => [.. PairedPoints.OutputFormulas(multiplyAdd)],
                (false, true) => WinogradFormulas.Input(Transform, outputs),
                (false, false) => WinogradFormulas.Output(Transform, outputs),
            };
        }

        /// <summary>Rows of points, or of outputs, that are computed together.</summary>
        public int[][] Passes =>
            (Transform.Outputs, Transform.Stride, Transform.IsStem, Transform.IsInput, Rows) switch
            {
                (_, _, true, true, _) =>
                [
                    [0, 1],
                    [2, 3],
                    [4, 5],
                    [6],
                ],
                (2, _, _, true, 1) => [Transform.Points(Rows)],
                (2, 2, _, true, _) =>
                [
                    [0, 1, 2],
                    [3, 4],
                ],
                (2, _, _, true, _) =>
                [
                    [0, 3],
                    [1, 2],
                ],
                (4, 2, _, true, 2) =>
                [
                    [0, 4],
                    [1, 5],
                    [6],
                ],
                (4, 2, _, true, _) =>
                [
                    [0, 4],
                    [1, 2],
                    [3, 5],
                    [6, 7],
                    [8],
                ],
                (4, _, _, true, 2) =>
                [
                    [1, 2],
                    [0, 5],
                ],
                (_, _, _, true, _) =>
                [
                    [1, 2],
                    [3, 4],
                    [0, 5],
                ],
                (_, _, _, false, 4) =>
                [
                    [0, 2],
                    [1, 3],
                ],
                _ =>
                [
                    [.. Enumerable.Range(0, Rows)],
                ],
            };
    }
}
