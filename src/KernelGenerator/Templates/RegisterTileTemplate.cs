using ResNetGen.Generator.Emit;
using ResNetGen.KernelGenerator.Declarations;

namespace ResNetGen.KernelGenerator.Templates;

/// <summary>
/// A family of register tiles. A tile is a block of output pixels times vectors of output channels whose sums stay in
/// registers while the loops run over input channels and taps: each input is broadcast once for all vectors, each
/// weight loaded once for all pixels.
/// </summary>
internal class RegisterTileTemplate(KernelNumbers numbers) : KernelTemplate(numbers)
{
    private readonly int _stride = numbers["Stride"];
    private readonly int _pixels = numbers["Pixels"];

    protected bool Planar { get; } = numbers["Planar"] == 1;

    protected int SumVectors { get; } = numbers["Vectors"];

    public override string Name =>
        $"{(Planar ? "Planar" : "Blocked")}{(_stride == 1 ? "" : $"Stride{_stride}")}With{Vectors.Name}x{SumVectors}";

    /// <summary>The most pixels, and the output channels.</summary>
    public override int[] Sizes => [_pixels, SumVectors * Lanes];

    // Floats from one input pixel to the next.
    protected int PixelStep => (Planar ? 1 : BlockLanes) * _stride;

    /// <summary>
    /// Inputs multiplied in one turn of the inner loop: they divide its length, which in planes is a row of taps.
    /// </summary>
    protected virtual int Unroll => Planar ? 1 : 4;

    /// <summary>Whether one turn has a whole run, so that there is no inner loop.</summary>
    protected virtual bool WholeRun => false;

    // Blocks of 16 output channels that the vectors are in.
    private int OutputBlocks => Math.Max(1, SumVectors * Lanes / BlockLanes);

    /// <summary>What is wrong with the length of runs, where it has to be known.</summary>
    protected virtual string? RunProblem => OneOf("Run", 0);

    /// <summary>Vectors alive beside the sums of so many pixels: weights, and an input.</summary>
    protected virtual int BesideSums(int pixels) => SumVectors + 1;

    // The stem's tiles, in planes, have weights that stay in the cache.
    private bool Fetches => !Planar;

    protected override IEnumerable<string?> Problems() =>
        [
            OneOf("Stride", 1, 2),
            RunProblem,
            Lanes == BlockLanes ? Between("Vectors", 1, 4) : OneOf("Vectors", [.. Divisors(BlockVectors)]),
            Between("Pixels", 1, RegisterTileSizes.MostPixels),
            Registers((_pixels * SumVectors) + BesideSums(_pixels), "declare fewer Pixels or Vectors"),
        ];

    protected override void EmitMethods() =>
        EmitFamily(
            ["pixels"],
            "int tiles, in Tile tile",
            [
                .. Enumerable
                    .Range(1, _pixels)
                    .Select(pixels => new FamilyMember(
                        [pixels],
                        $"{Count(pixels, "pixel")} x {Count(SumVectors, "vector")} of {Lanes} output channels: "
                            + $"{Count(pixels * SumVectors, "sum")} in registers.",
                        () => EmitTiles(pixels)
                    )),
            ]
        );

    private void EmitTiles(int pixels)
    {
        // What moves from one tile to the next.
        Writer.Line("float* start = tile.Start;");
        Writer.Line("float* firstInput = tile.Input;");
        Writer.Line("float* firstWeights = tile.Weights;");
        Writer.Line("float* output = tile.Output;");
        Writer.Line("float* residual = tile.Residual;");
        if (Fetches)
        {
            Writer.Line("float* firstAhead = tile.Ahead;");
        }

        Writer.Line("do");
        using (Writer.OpenBraces(" while (--tiles != 0);"))
        {
            EmitStart(pixels);
            Writer.Line();
            if (Fetches)
            {
                EmitEpilogueFetch(pixels);
                Writer.Line();
            }

            EmitLoops(pixels);
            Writer.Line();
            EmitEpilogue(pixels);
            Writer.Line($"firstInput += {pixels * PixelStep};");
        }
    }

    // Sums begin with the bias (a pixel step of 0) or with partial sums of earlier input blocks.
    private void EmitStart(int pixels)
    {
        Writer.Line("nint startPixel = tile.StartPixel;");
        DeclareStride("startBlock", "StartBlock");
        for (int p = 0; p < pixels; p++)
        {
            for (int v = 0; v < SumVectors; v++)
            {
                Declare($"sum{p}_{v}", Load(OfVector("start", v, "startBlock")));
            }

            Writer.Line("start += startPixel;");
        }
    }

    // What the epilogue reads is on its way while the loops run.
    private void EmitEpilogueFetch(int pixels)
    {
        using IndentedWriter.Block braces = OpenFetch("residual != null");
        DeclareStride("residualAheadBlock", "ResidualBlock");
        for (int p = 0; p < pixels; p++)
        {
            for (int block = 0; block < OutputBlocks; block++)
            {
                Fetch(At("residual", block, "residualAheadBlock", p * BlockLanes));
            }
        }
    }

    private void EmitLoops(int pixels)
    {
        Writer.Line("float* input = firstInput;");
        Writer.Line("float* weights = firstWeights;");
        Writer.Line("firstWeights += tile.WeightsTile;");
        DeclareStride("weightsBlock", "WeightsBlock");
        if (Fetches)
        {
            Writer.Line("float* ahead = firstAhead;");
            Writer.Line("firstAhead += tile.AheadTile;");
            Writer.Line("nint aheadStep = tile.AheadStep;");
        }

        Writer.Line("nint runLength = tile.RunLength;");
        Writer.Line("int blocks = tile.Blocks;");
        Writer.Line("do");
        using (Writer.OpenBraces(" while (--blocks != 0);"))
        {
            Writer.Line("float* row = input;");
            Writer.Line("int rows = tile.Rows;");
            Writer.Line("do");
            using (Writer.OpenBraces(" while (--rows != 0);"))
            {
                EmitRun(pixels);
                Writer.Line();
                Writer.Line("row += tile.InputRow;");
            }

            Writer.Line();
            Writer.Line("input += tile.InputBlock;");
        }
    }

    private void EmitRun(int pixels)
    {
        Writer.Line("float* x = row;");
        if (WholeRun)
        {
            EmitTurn(pixels);
            return;
        }

        Writer.Line("float* end = row + runLength;");
        Writer.Line("do");
        using (Writer.OpenBraces(" while (x != end);"))
        {
            EmitTurn(pixels);
        }
    }

    private void EmitTurn(int pixels)
    {
        if (Fetches)
        {
            EmitWeightsFetch();
            Writer.Line();
        }

        EmitMultiplyAdds(pixels);
        if (Fetches)
        {
            Writer.Line("ahead += aheadStep;");
        }

        if (!WholeRun)
        {
            Writer.Line(Unroll == 1 ? "x++;" : $"x += {Unroll};");
        }

        Writer.Line($"weights += {Unroll * BlockLanes};");
    }

    // The weights that come next are on their way from memory while these are multiplied: see Tile.FetchAhead. Only as
    // many lines as a turn goes ahead: more cost as much as they bring (measured).
    private void EmitWeightsFetch()
    {
        using (OpenFetch())
        {
            EmitLines(0, 1);
            using (Writer.OpenBlock($"if (aheadStep > {BlockLanes})"))
            {
                EmitLines(1, Unroll / 2);
                using (Writer.OpenBlock($"if (aheadStep > {Unroll / 2 * BlockLanes})"))
                {
                    EmitLines(Unroll / 2, Unroll);
                }
            }
        }

        void EmitLines(int from, int to)
        {
            for (int u = from; u < to; u++)
            {
                for (int block = 0; block < OutputBlocks; block++)
                {
                    Fetch(At("ahead", block, "weightsBlock", u * BlockLanes), level: 1);
                }
            }
        }
    }

    /// <summary>All inputs of a turn, from <c>x</c> on, with their weights.</summary>
    protected virtual void EmitMultiplyAdds(int pixels)
    {
        for (int u = 0; u < Unroll; u++)
        {
            for (int v = 0; v < SumVectors; v++)
            {
                Declare($"w{u}_{v}", Load(OfVector("weights", v, "weightsBlock", u * BlockLanes)));
            }

            for (int p = 0; p < pixels; p++)
            {
                Declare($"x{u}_{p}", Broadcast($"x[{(p * PixelStep) + u}]"));
                for (int v = 0; v < SumVectors; v++)
                {
                    Writer.Line($"sum{p}_{v} = {MultiplyAdd($"x{u}_{p}", $"w{u}_{v}", $"sum{p}_{v}")};");
                }
            }
        }
    }

    private void EmitEpilogue(int pixels)
    {
        using (OpenResidual())
        {
            DeclareStride("residualBlock", "ResidualBlock");
            ForEachSum(
                pixels,
                (p, v, sum) =>
                    Writer.Line($"{sum} += {Load(OfVector("residual", v, "residualBlock", p * BlockLanes))};")
            );
            Writer.Line($"residual += {pixels * BlockLanes};");
        }

        Writer.Line();
        DeclareLeast("tile.Floor");
        DeclareStride("outputBlock", "OutputBlock");
        ForEachSum(pixels, (p, v, sum) => StoreOutput(sum, OfVector("output", v, "outputBlock", p * BlockLanes)));
        Writer.Line($"output += {pixels * BlockLanes};");
    }

    private void ForEachSum(int pixels, Action<int, int, string> action)
    {
        for (int p = 0; p < pixels; p++)
        {
            for (int v = 0; v < SumVectors; v++)
            {
                action(p, v, $"sum{p}_{v}");
            }
        }
    }

    // A stride from block to block, where the vectors are in several.
    private void DeclareStride(string name, string field)
    {
        if (OutputBlocks > 1)
        {
            Writer.Line($"nint {name} = tile.{field};");
        }
    }

    protected string OfVector(string pointer, int vector, string blockStride, int floats = 0)
    {
        (int block, int lane) = (vector * Lanes / BlockLanes, vector * Lanes % BlockLanes);
        return At(pointer, block, blockStride, floats + lane);
    }
}
