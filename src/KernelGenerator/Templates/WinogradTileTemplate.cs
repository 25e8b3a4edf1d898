using ResNetGen.KernelGenerator.Declarations;

namespace ResNetGen.KernelGenerator.Templates;

/// <summary>
/// A family of tiles of F(4x4,3x3) from taps. One input after the other of a block, nine taps become the six weights of
/// a row of points, in registers. These meet the squares there or, where vectors are too few for that, go to memory for
/// a register tile. What the weights of a point are divided by is in the transform of the products.
/// </summary>
internal sealed class WinogradTileTemplate(KernelNumbers numbers) : KernelTemplate(numbers)
{
    private const int Tap = BlockLanes * BlockLanes;
    private const int Side = WinogradTapsLayout.Side;

    // The most squares, one method for each count up to it and each row of points; 0 where weights go to memory.
    private readonly int _squares = numbers["Squares"];

    public override string Name => $"{(_squares > 0 ? "Taps" : "Weights")}With{Vectors.Name}";

    protected override IEnumerable<string?> Problems() =>
        [
            Between("Squares", 0, WinogradTapsLayout.TileSquares),
            // Three columns of taps at a point, and the two sums of the outer ones.
            Registers((Side * _squares) + 5, "declare fewer Squares, or none to have weights go to memory"),
        ];

    protected override void EmitMethods()
    {
        IEnumerable<int> rows = Enumerable.Range(0, Side);
        if (_squares == 0)
        {
            EmitFamily(
                ["row"],
                "float* taps, float* weights, nint weightsPoint",
                [
                    .. rows.Select(row => new FamilyMember(
                        [row],
                        $"The weights of row {row} of the points, of 16 inputs and {Lanes} outputs at a time.",
                        () => EmitWeightsToMemory(row)
                    )),
                ]
            );
            return;
        }

        EmitFamily(
            ["row", "squares"],
            "in Tile tile",
            [
                .. from row in rows
                from squares in Enumerable.Range(1, _squares)
                select new FamilyMember(
                    [row, squares],
                    $"Row {row} of the points of {Count(squares, "square")}: {Side * squares} sums in registers.",
                    () => EmitProducts(row, squares)
                ),
            ]
        );
    }

    private void EmitWeightsToMemory(int row)
    {
        EmitConstants();
        Writer.Line($"float* end = taps + {Tap};");
        Writer.Line("do");
        using (Writer.OpenBraces(" while (taps != end);"))
        {
            EmitWeights(row, (point, weight) => Store(weight, At("weights", point, "weightsPoint")));
            Writer.Line($"taps += {Lanes};");
            Writer.Line($"weights += {Lanes};");
        }
    }

    private void EmitProducts(int row, int squares)
    {
        (int Point, int Square, string Sum)[] sums =
        [
            .. from point in Enumerable.Range(0, Side)
            from square in Enumerable.Range(0, squares)
            select (point, square, $"sum{point}_{square}"),
        ];
        Writer.Line("float* start = tile.Start;");
        Writer.Line("nint startPixel = tile.StartPixel;");
        foreach ((int point, int square, string sum) in sums)
        {
            if ((point, square) != (0, 0))
            {
                Writer.Line("start += startPixel;");
            }

            Declare(sum, Load("start"));
        }

        Writer.Line();
        EmitConstants();
        Writer.Line("float* x = tile.Input;");
        Writer.Line($"float* end = x + {BlockLanes};");
        Writer.Line("float* taps = tile.Weights;");
        Writer.Line("float* ahead = tile.Ahead;");
        Writer.Line("nint aheadStep = tile.AheadStep;");
        Writer.Line("do");
        using (Writer.OpenBraces(" while (x != end);"))
        {
            // A step is a line and a half at most: nine lines for each input, fetched by six rows of points or more.
            using (OpenFetch())
            {
                Fetch("ahead");
                Fetch(At("ahead", BlockLanes));
            }

            Writer.Line();
            Writer.Line("ahead += aheadStep;");
            Writer.Line();
            EmitWeights(
                row,
                (point, weight) =>
                {
                    foreach ((_, int square, string sum) in sums.Where(sum => sum.Point == point))
                    {
                        string input = Broadcast($"x[{BlockLanes * ((point * squares) + square)}]");
                        Writer.Line($"{sum} = {MultiplyAdd(input, weight, sum)};");
                    }
                }
            );
            Writer.Line("x++;");
            Writer.Line($"taps += {BlockLanes};");
        }

        Writer.Line();
        Writer.Line("float* output = tile.Output;");
        foreach ((int point, int square, string sum) in sums)
        {
            Store(sum, At("output", BlockLanes * ((point * squares) + square)));
        }
    }

    private void EmitConstants()
    {
        (WinogradPoint near, WinogradPoint far) = (WinogradPoints.Of4[1], WinogradPoints.Of4[3]);
        Declare("half", Broadcast(Literal(near.Power(2))));
        Declare("root", Broadcast(Literal(near.Value)));
        Declare("root2", Broadcast(Literal(far.Value)));
    }

    // One vector of outputs of one input: from nine taps to six weights, each used as soon as it is known.
    private void EmitWeights(int row, Action<int, string> use)
    {
        for (int column = 0; column < 3; column++)
        {
            EmitColumn(row, column);
        }

        // Columns that are weights themselves go first: they and the sums leave few registers.
        use(0, "c0");
        use(Side - 1, "c2");
        Declare("even1", MultiplyAdd("half", "c2", "c0"));
        Declare("even2", "c0 + (c2 + c2)");
        Use(1, MultiplyAdd("root", "c1", "even1"));
        Use(2, MultiplyAdd("-root", "c1", "even1"));
        Use(3, MultiplyAdd("root2", "c1", "even2"));
        Use(4, MultiplyAdd("-root2", "c1", "even2"));

        void Use(int point, string weight)
        {
            Declare($"w{point}", weight);
            use(point, $"w{point}");
        }
    }

    // A column of three taps at the row's point: 0, ±√½, ±√2 or infinity.
    private void EmitColumn(int row, int column)
    {
        string c = $"c{column}";
        Declare(c, TapAt(row == Side - 1 ? 2 : 0));
        if (row is 0 or Side - 1)
        {
            return;
        }

        string root = row < 3 ? "root" : "root2";
        if (row < 3)
        {
            Writer.Line($"{c} = {MultiplyAdd("half", TapAt(2), c)};");
        }
        else
        {
            Declare($"last{column}", TapAt(2));
            Writer.Line($"{c} += last{column} + last{column};");
        }

        Writer.Line($"{c} = {MultiplyAdd(row % 2 == 1 ? root : $"-{root}", TapAt(1), c)};");

        string TapAt(int tapRow) => Load(At("taps", ((tapRow * 3) + column) * Tap));
    }
}
