using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Winograd;

/// <summary>
/// Writes a family of tiles of F(4x4,3x3) from taps. One input after the other of a block, nine taps become the six
/// weights of a row of points, in registers. These meet the squares there or, where vectors are too few for that, go to
/// memory for a register tile. The points are those of <see cref="WinogradTransformEmitter"/>; what they are divided by
/// is in its transform of the products.
/// </summary>
internal static class WinogradTileEmitter
{
    private const int Lanes = BlockedLayout.Lanes;
    private const int Tap = Lanes * Lanes;
    private const int Side = WinogradTapsLayout.Side;

    public static string Emit(WinogradTile tile)
    {
        IndentedWriter writer = new();
        KernelText.Head(writer, tile.Namespace, usesX86: tile.Squares > 0);
        using (writer.OpenBlock($"unsafe partial class {tile.Class}"))
        {
            if (tile.Squares == 0)
            {
                EmitRowsToMemory(writer, tile);
            }
            else
            {
                EmitRowsOfProducts(writer, tile);
            }
        }

        return writer.ToString();
    }

    private static void EmitRowsOfProducts(IndentedWriter writer, WinogradTile tile)
    {
        IEnumerable<(int Row, int Squares)> family =
            from row in Enumerable.Range(0, Side)
            from squares in Enumerable.Range(1, tile.Squares)
            select (row, squares);
        using (
            writer.OpenBlock(
                $"{tile.Accessibility} static partial void {tile.Method}(int row, int squares, in Tile tile)"
            )
        )
        using (writer.OpenBlock("switch (row, squares)"))
        {
            foreach ((int row, int squares) in family)
            {
                writer.Line($"case ({row}, {squares}): {tile.Method}_{row}_{squares}(tile); break;");
            }

            writer.Line("default: throw new System.ArgumentOutOfRangeException(nameof(squares));");
        }

        foreach ((int row, int squares) in family)
        {
            writer.Line();
            writer.Line(
                $"/// <summary>Row {row} of the points of {squares} square{(squares == 1 ? "" : "s")}: {Side * squares} sums in registers.</summary>"
            );
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.OpenBlock($"private static void {tile.Method}_{row}_{squares}(in Tile tile)"))
            {
                EmitProducts(writer, tile, row, squares);
            }
        }
    }

    private static void EmitRowsToMemory(IndentedWriter writer, WinogradTile tile)
    {
        using (
            writer.OpenBlock(
                $"{tile.Accessibility} static partial void {tile.Method}(int row, float* taps, float* weights, nint weightsPoint)"
            )
        )
        using (writer.OpenBlock("switch (row)"))
        {
            for (int row = 0; row < Side; row++)
            {
                writer.Line($"case {row}: {tile.Method}_{row}(taps, weights, weightsPoint); break;");
            }

            writer.Line("default: throw new System.ArgumentOutOfRangeException(nameof(row));");
        }

        for (int row = 0; row < Side; row++)
        {
            writer.Line();
            writer.Line(
                $"/// <summary>The weights of row {row} of the points, of 16 inputs and {tile.Lanes} outputs at a time.</summary>"
            );
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (
                writer.OpenBlock(
                    $"private static void {tile.Method}_{row}(float* taps, float* weights, nint weightsPoint)"
                )
            )
            {
                EmitConstants(writer, tile);
                writer.Line($"float* end = taps + {Tap};");
                writer.Line("do");
                using (writer.OpenBraces(" while (taps != end);"))
                {
                    EmitWeights(
                        writer,
                        tile,
                        row,
                        (point, weight) =>
                        {
                            string at = point switch
                            {
                                0 => "weights",
                                1 => "weights + weightsPoint",
                                _ => $"weights + ({point} * weightsPoint)",
                            };
                            writer.Line($"{tile.Vector}.Store({weight}, {at});");
                        }
                    );
                    writer.Line($"taps += {tile.Lanes};");
                    writer.Line($"weights += {tile.Lanes};");
                }
            }
        }
    }

    private static void EmitProducts(IndentedWriter writer, WinogradTile tile, int row, int squares)
    {
        string vector = $"{tile.Vector}<float>";
        (int Point, int Square, string Sum)[] sums =
        [
            .. from point in Enumerable.Range(0, Side)
            from square in Enumerable.Range(0, squares)
            select (point, square, $"sum{point}_{square}"),
        ];
        writer.Line("float* start = tile.Start;");
        writer.Line("nint startPixel = tile.StartPixel;");
        foreach ((int point, int square, string sum) in sums)
        {
            if ((point, square) != (0, 0))
            {
                writer.Line("start += startPixel;");
            }

            writer.Line($"{vector} {sum} = {tile.Vector}.Load(start);");
        }

        writer.Line();
        EmitConstants(writer, tile);
        writer.Line("float* x = tile.Input;");
        writer.Line($"float* end = x + {Lanes};");
        writer.Line("float* taps = tile.Weights;");
        writer.Line("float* ahead = tile.Ahead;");
        writer.Line("nint aheadStep = tile.AheadStep;");
        writer.Line("do");
        using (writer.OpenBraces(" while (x != end);"))
        {
            // A step is a line and a half at most: nine lines for each input, fetched by six rows of points or more.
            using (writer.OpenBlock("if (Sse.IsSupported)"))
            {
                writer.Line("Sse.Prefetch0(ahead);");
                writer.Line($"Sse.Prefetch0(ahead + {Lanes});");
            }

            writer.Line();
            writer.Line("ahead += aheadStep;");
            writer.Line();
            EmitWeights(
                writer,
                tile,
                row,
                (point, weight) =>
                {
                    foreach ((_, int square, string sum) in sums.Where(sum => sum.Point == point))
                    {
                        string input = $"{tile.Vector}.Create(x[{Lanes * ((point * squares) + square)}])";
                        writer.Line($"{sum} = {MultiplyAdd(tile, input, weight, sum)};");
                    }
                }
            );
            writer.Line("x++;");
            writer.Line($"taps += {Lanes};");
        }

        writer.Line();
        writer.Line("float* output = tile.Output;");
        foreach ((int point, int square, string sum) in sums)
        {
            writer.Line(
                $"{tile.Vector}.Store({sum}, {KernelText.At("output", Lanes * ((point * squares) + square))});"
            );
        }
    }

    private static void EmitConstants(IndentedWriter writer, WinogradTile tile)
    {
        writer.Line($"{tile.Vector}<float> half = {tile.Vector}.Create(0.5f);");
        writer.Line($"{tile.Vector}<float> root = {tile.Vector}.Create(0.70710678118654752f);");
        writer.Line($"{tile.Vector}<float> root2 = {tile.Vector}.Create(1.4142135623730951f);");
    }

    // One vector of outputs of one input: from nine taps to six weights, each used as soon as it is known.
    private static void EmitWeights(IndentedWriter writer, WinogradTile tile, int row, Action<int, string> use)
    {
        string vector = $"{tile.Vector}<float>";
        for (int column = 0; column < 3; column++)
        {
            EmitColumn(writer, tile, row, column);
        }

        // Columns that are weights themselves go first: they and the sums leave few registers.
        use(0, "c0");
        use(Side - 1, "c2");
        writer.Line($"{vector} even1 = {MultiplyAdd(tile, "half", "c2", "c0")};");
        writer.Line($"{vector} even2 = c0 + (c2 + c2);");
        Use(1, MultiplyAdd(tile, "root", "c1", "even1"));
        Use(2, MultiplyAdd(tile, "-root", "c1", "even1"));
        Use(3, MultiplyAdd(tile, "root2", "c1", "even2"));
        Use(4, MultiplyAdd(tile, "-root2", "c1", "even2"));

        void Use(int point, string weight)
        {
            writer.Line($"{vector} w{point} = {weight};");
            use(point, $"w{point}");
        }
    }

    // A column of three taps at the row's point: 0, ±√½, ±√2 or infinity.
    private static void EmitColumn(IndentedWriter writer, WinogradTile tile, int row, int column)
    {
        string c = $"c{column}";
        writer.Line($"{tile.Vector}<float> {c} = {Load(row == Side - 1 ? 2 : 0)};");
        if (row is 0 or Side - 1)
        {
            return;
        }

        string root = row < 3 ? "root" : "root2";
        if (row < 3)
        {
            writer.Line($"{c} = {MultiplyAdd(tile, "half", Load(2), c)};");
        }
        else
        {
            writer.Line($"{tile.Vector}<float> last{column} = {Load(2)};");
            writer.Line($"{c} += last{column} + last{column};");
        }

        writer.Line($"{c} = {MultiplyAdd(tile, row % 2 == 1 ? root : $"-{root}", Load(1), c)};");

        string Load(int tapRow) => $"{tile.Vector}.Load({KernelText.At("taps", ((tapRow * 3) + column) * Tap)})";
    }

    private static string MultiplyAdd(WinogradTile tile, string a, string b, string c) =>
        $"{KernelText.MultiplyAdd(tile.Bits)}({a}, {b}, {c})";
}
