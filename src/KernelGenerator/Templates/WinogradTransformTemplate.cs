using System.Text.RegularExpressions;
using ResNetGen.Generator.Emit;
using ResNetGen.KernelGenerator.Declarations;

namespace ResNetGen.KernelGenerator.Templates;

/// <summary>
/// A transform round a Winograd convolution: a method for whole squares, and methods for those that are narrow in one
/// direction or both. The arithmetic is that of <see cref="WinogradFormulas"/>, of the stem <see cref="PairedPoints"/>.
/// </summary>
internal sealed class WinogradTransformTemplate(KernelNumbers numbers) : KernelTemplate(numbers)
{
    private const string InputParameters = "float* x, nint rowStride, int squares, float* points, nint pointStride";

    private const string OutputParameters =
        "int squares, float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, "
        + "float* y, nint rowStride, nint ahead";

    private static readonly Regex Names = new("[a-zA-Z][a-zA-Z0-9_]*");

    // The transform of the inputs; otherwise that of the products.
    private readonly bool _isInput = numbers["IsInput"] == 1;

    // Rows and columns of a square of outputs.
    private readonly int _outputs = numbers["Outputs"];
    private readonly int _stride = numbers["Stride"];

    // The stem's squares are all whole.
    private readonly bool _isStem = numbers["Taps"] == StemWinogradLayout.Taps;

    public override string Name =>
        $"{(_isStem ? "Stem" : "")}{(_isInput ? "Input" : "Output")}{_outputs}{(_stride == 1 ? "" : $"Stride{_stride}")}With{Vectors.Name}";

    // All rows or columns of outputs, and where squares can be narrow, half.
    private int[] Counts => _isStem ? [_outputs] : [_outputs, WinogradLayout.Narrow(_outputs)];

    // Vectors of half a block are two of the other half's.
    private bool IsWholeBlock => Lanes == BlockLanes;

    protected override IEnumerable<string?> Problems() =>
        [
            OneOf("Taps", 3, StemWinogradLayout.Taps),
            _isStem ? OneOf("Outputs", StemWinogradLayout.Outputs) : OneOf("Outputs", 2, 4),
            _isStem ? OneOf("Stride", 1) : OneOf("Stride", 1, 2),
        ];

    protected override void EmitMethods() =>
        EmitFamily(
            ["rows", "columns"],
            _isInput ? InputParameters : OutputParameters,
            [
                .. from rows in Counts
                from columns in Counts
                select new FamilyMember(
                    [rows, columns],
                    $"Squares of {rows} x {columns} outputs.",
                    () =>
                    {
                        if (_isInput)
                        {
                            EmitInput(rows, columns);
                        }
                        else
                        {
                            EmitOutput(rows, columns);
                        }
                    }
                ),
            ]
        );

    private void EmitInput(int rows, int columns)
    {
        EmitConstants(rows, columns);
        EmitLoops(
            BlockLanes * _outputs * _stride,
            () =>
            {
                Writer.Line("float* square = x + at;");
                EmitPasses(
                    rows,
                    columns,
                    [.. Enumerable.Range(0, InputsOf(columns))],
                    (row, column) => At("square", row, "rowStride", BlockLanes * column),
                    row => EmitInputRow(row, columns)
                );
            }
        );
    }

    // From one point of a row to the next are few multiples of the stride, which registers hold for all rows.
    private void EmitInputRow(int row, int columns)
    {
        Writer.Line($"float* row = {At("points", PointAt(row, 0), "pointStride")};");
        foreach (int column in PointsOf(columns))
        {
            Store($"o{column}", At("row", PointAt(row, column) - PointAt(row, 0), "pointStride"));
        }
    }

    private void EmitOutput(int rows, int columns)
    {
        EmitConstants(rows, columns);
        DeclareLeast("floor");
        EmitLoops(
            BlockLanes * _outputs,
            () =>
            {
                Writer.Line("float* target = y + at;");
                EmitOutputFetch(rows, columns);
                Declare("b", Load(IsWholeBlock ? "bias" : "bias + lane"));
                foreach (int row in PointsOf(rows))
                {
                    Writer.Line($"float* row{row} = {At("points", PointAt(row, 0), "pointStride")};");
                }

                Writer.Line();
                EmitPasses(
                    rows,
                    columns,
                    PointsOf(columns),
                    (row, column) => At($"row{row}", PointAt(row, column) - PointAt(row, 0), "pointStride"),
                    row => EmitOutputRow(row, columns)
                );
            }
        );
    }

    // Lines that are written for the first time in a run come from memory, or from another core: those some squares
    // ahead are fetched.
    private void EmitOutputFetch(int rows, int columns)
    {
        using (OpenFetch($"ahead != 0{(IsWholeBlock ? "" : " && lane == 0")}"))
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    Fetch(At("target + ahead", row, "rowStride", BlockLanes * column));
                }
            }
        }

        Writer.Line();
    }

    private void EmitOutputRow(int row, int columns)
    {
        for (int column = 0; column < columns; column++)
        {
            Writer.Line($"o{column} += b;");
        }

        Writer.Line();
        using (OpenResidual())
        {
            for (int column = 0; column < columns; column++)
            {
                Writer.Line($"o{column} += {Load(At("residual + at", row, "residualRow", BlockLanes * column))};");
            }
        }

        Writer.Line();
        for (int column = 0; column < columns; column++)
        {
            StoreOutput($"o{column}", At("target", row, "rowStride", BlockLanes * column));
        }
    }

    // Squares side by side, so many floats apart, and of each the vectors of a block.
    private void EmitLoops(int step, Action body)
    {
        string advance = IsWholeBlock ? $"{step}, points += {BlockLanes}" : $"{step - BlockLanes}";
        using (Writer.OpenBlock($"for (nint at = 0; squares > 0; squares--, at += {advance})"))
        {
            if (IsWholeBlock)
            {
                body();
                return;
            }

            using (
                Writer.OpenBlock(
                    $"for (int lane = 0; lane < {BlockLanes}; lane += {Lanes}, at += {Lanes}, points += {Lanes})"
                )
            )
            {
                body();
            }
        }
    }

    // Columns and then rows, some rows at a time: so few that what is between the two stays in registers, if there are
    // 32. Rows that share a part of the arithmetic go together.
    private void EmitPasses(int rows, int columns, int[] inputs, Func<int, int, string> input, Action<int> store)
    {
        int[] results = _isInput ? PointsOf(columns) : [.. Enumerable.Range(0, columns)];
        int[][] passes = Passes(rows);
        foreach (int[] pass in passes)
        {
            if (pass != passes[0])
            {
                Writer.Line();
            }

            Writer.Line($"// {(pass.Length == 1 ? "Row" : "Rows")} {string.Join(", ", pass)} of all columns.");
            Writer.Line(
                $"{Vector}<float> {string.Join(", ", pass.SelectMany(row => inputs.Select(column => Between(row, column))))};"
            );
            foreach (int column in inputs)
            {
                using IndentedWriter.Block braces = Writer.OpenBraces("");
                EmitFormulas(Formulas(rows), pass, i => Load(input(i, column)));
                foreach (int row in pass)
                {
                    Writer.Line($"{Between(row, column)} = o{row};");
                }
            }

            foreach (int row in pass)
            {
                Writer.Line();
                Writer.Line($"// Row {row}.");
                using IndentedWriter.Block braces = Writer.OpenBraces("");
                EmitFormulas(Formulas(columns), results, i => Between(row, i));
                store(row);
            }
        }
    }

    private static string Between(int row, int column) => $"s{row}_{column}";

    // The results o0.. that are asked for, and what they need of the inputs i0.. and of the formulas before them.
    private void EmitFormulas((string Name, string Expression)[] formulas, int[] results, Func<int, string> input)
    {
        HashSet<string> needed = [.. results.Select(result => $"o{result}")];
        foreach ((string name, string expression) in Enumerable.Reverse(formulas))
        {
            if (needed.Contains(name))
            {
                needed.UnionWith(NamesIn(expression));
            }
        }

        for (int i = 0; i < InputsOf(_outputs); i++)
        {
            if (needed.Contains($"i{i}"))
            {
                Declare($"i{i}", input(i));
            }
        }

        foreach ((string name, string expression) in formulas)
        {
            if (needed.Contains(name))
            {
                Declare(name, expression);
            }
        }
    }

    private void EmitConstants(int rows, int columns)
    {
        HashSet<string> used =
        [
            .. new[] { rows, columns }.SelectMany(Formulas).SelectMany(formula => NamesIn(formula.Expression)),
        ];
        foreach (
            (string name, double value) in _isStem
                ? PairedPoints.Constants(_isInput)
                : WinogradFormulas.Constants(_isInput)
        )
        {
            if (used.Contains(name))
            {
                Declare(name, Broadcast(Literal(value)));
            }
        }
    }

    private static IEnumerable<string> NamesIn(string expression) =>
        Names.Matches(expression).Cast<Match>().Select(match => match.Value);

    // One dimension of the transform, where there are so many outputs.
    private (string Name, string Expression)[] Formulas(int outputs) =>
        (_isStem, _isInput) switch
        {
            (true, true) => [.. PairedPoints.Input(MultiplyAdd)],
            (true, false) => [.. PairedPoints.Output(MultiplyAdd)],
            (false, true) => WinogradFormulas.Input(_outputs, _stride, outputs, MultiplyAdd),
            (false, false) => WinogradFormulas.Output(_outputs, _stride, outputs, MultiplyAdd),
        };

    // Rows or columns of inputs for so many of outputs.
    private int InputsOf(int outputs) => _isStem ? StemWinogradLayout.Patch : WinogradLayout.Side(outputs, _stride);

    // The rows or columns of points that so many rows or columns of outputs need.
    private int[] PointsOf(int outputs) =>
        [
            .. Enumerable
                .Range(0, InputsOf(_outputs))
                .Where(point => outputs == _outputs || WinogradLayout.NarrowHas(_outputs, _stride, point)),
        ];

    // Where a point lies among all.
    private int PointAt(int row, int column) =>
        _isStem ? (row * StemWinogradLayout.Patch) + column : WinogradLayout.PointAt(_outputs, _stride, row, column);

    // Rows of points, or of outputs, that are computed together.
    private int[][] Passes(int rows) =>
        (_outputs, _stride, _isStem, _isInput, rows) switch
        {
            (_, _, true, true, _) =>
            [
                [0, 1],
                [2, 3],
                [4, 5],
                [6],
            ],
            (2, _, _, true, 1) => [PointsOf(rows)],
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
                [.. Enumerable.Range(0, rows)],
            ],
        };
}
