using ResNetGen.Generator.Emit;
using ResNetGen.KernelGenerator.Declarations;

namespace ResNetGen.KernelGenerator.Templates;

/// <summary>
/// A tile that skips zeros: the sums of one or two pixels and so many output channels in registers. Masks say which of
/// 64 inputs are not zero; each of these meets its weights, which come from the first-level cache. Nothing is computed
/// with the others. The cache gives fewer vectors than the multiply-adds could take, so loads are saved. A pixel alone
/// has its inputs that are not zero side by side: one load brings four. Two pixels have all inputs in place: first come
/// those that neither has zero, whose weights are loaded once for both, then those of each alone.
/// </summary>
internal sealed class ZeroSkippingTileTemplate(KernelNumbers numbers) : KernelTemplate(numbers)
{
    // With 512 bits a pair.
    private readonly int _pixels = numbers.Bits == 512 ? 2 : 1;
    private readonly int _blocks = numbers["Blocks"];

    public override string Name => $"SkippingWith{Vectors.Name}x{_blocks}";

    /// <summary>The blocks of output channels.</summary>
    public override int[] Sizes => [_blocks];

    protected override IEnumerable<string?> Problems() =>
        [
            // A slice of output channels has whole tiles.
            OneOf("Blocks", [.. Divisors(ZeroSkippingLayout.SliceBlocks)]),
            Registers((_pixels * _blocks * BlockVectors) + (_pixels == 1 ? 2 : 3), "declare fewer Blocks"),
        ];

    protected override void EmitMethods()
    {
        Writer.Line(
            $"/// <summary>{(_pixels == 1 ? "Pixels one by one" : "Pairs of pixels")} x {Count(_blocks, "block")} "
                + $"of 16 output channels: {_pixels * _blocks * BlockVectors} sums in registers.</summary>"
        );
        using IndentedWriter.Block braces = OpenKernel(Name, "in ZeroSkippingRow row");
        foreach (string pointer in new[] { "inputs", "weights", "start", "output", "residual", "ahead", "aheadEnd" })
        {
            Writer.Line($"float* {pointer} = row.{char.ToUpperInvariant(pointer[0])}{pointer.Substring(1)};");
        }

        Writer.Line("nint aheadTurn = row.AheadTurn;");
        Writer.Line("float* aheadTurnEnd = row.AheadPixel == 0 ? aheadEnd : ahead;");
        Writer.Line("ulong* masks = row.Masks;");
        Writer.Line("nint step = row.Step;");
        Writer.Line("int pixels = row.Pixels;");
        for (int pixels = _pixels; pixels > 0; pixels--)
        {
            Writer.Line();
            using (Writer.OpenBlock($"for (; pixels >= {pixels}; pixels -= {pixels})"))
            {
                EmitPixels(pixels);
            }
        }

        Writer.Line();
        EmitWeightsFetch("aheadEnd");
    }

    private void EmitPixels(int pixels)
    {
        Writer.Line(
            $"float* aheadPixel = ahead + {(pixels == 1 ? "row.AheadPixel" : $"({pixels} * row.AheadPixel)")};"
        );
        EmitWeightsFetch("(aheadPixel < aheadEnd ? aheadPixel : aheadEnd)");
        EmitResidualFetch(pixels);
        Writer.Line();

        // Sums begin with the bias (a pixel step of 0) or with those of the chunks before.
        Writer.Line("nint startBlock = row.StartBlock;");
        for (int p = 0; p < pixels; p++)
        {
            ForEachVector(p, "start", "from", "startBlock", (sum, at) => Declare(sum, Load(at)));
            Writer.Line("start += row.StartPixel;");
        }

        Writer.Line();
        EmitMasks(pixels);
        if (pixels == 2)
        {
            Writer.Line();
            Writer.Line("// Inputs that both pixels have: each weight is loaded once.");
            EmitLoop("both", [0, 1]);
        }

        for (int p = 0; p < pixels; p++)
        {
            Writer.Line();
            if (pixels == 2)
            {
                Writer.Line($"// The {(p == 0 ? "first" : "second")} one's own.");
            }

            EmitLoop(pixels == 2 ? $"mask{p} & ~both" : "mask0", [p]);
        }

        Writer.Line();
        Writer.Line($"masks += {(pixels == 1 ? "step" : $"{pixels} * step")};");
        Writer.Line($"inputs += {(pixels == 1 ? "" : $"{pixels} * ")}step * {ZeroSkippingLayout.ChunkChannels};");
        EmitEpilogue(pixels);
    }

    private void EmitMasks(int pixels)
    {
        Writer.Line("ulong mask;");
        if (_pixels == 1)
        {
            Writer.Line("float* listed = inputs;");
        }

        Writer.Line("ulong mask0 = masks[0];");
        if (pixels == 2)
        {
            Writer.Line("ulong mask1 = masks[step];");
            Writer.Line("ulong both = mask0 & mask1;");
            Writer.Line($"float* inputs1 = inputs + (step * {ZeroSkippingLayout.ChunkChannels});");
        }
    }

    // Over the inputs of a mask, for the pixels that have it. Lists are read four inputs in a turn: how many there are is
    // known before the loop begins, so that the processor learns early how it ends. Pairs have too few in a loop.
    private void EmitLoop(string mask, int[] pixels)
    {
        Writer.Line($"mask = {mask};");
        if (_pixels == 1)
        {
            using IndentedWriter.Block turn = Writer.OpenBlock(
                "for (int count = System.Numerics.BitOperations.PopCount(mask); count >= 4; count -= 4)"
            );
            EmitFetchOfTurn();
            Declare("four", LoadFour("listed"));
            Writer.Line("listed += 4;");
            for (int i = 0; i < 4; i++)
            {
                using IndentedWriter.Block braces = Writer.OpenBraces("");
                EmitInput(pixels, i);
                Writer.Line("mask &= mask - 1;");
            }
        }

        using (Writer.OpenBlock("for (; mask != 0; mask &= mask - 1)"))
        {
            if (_pixels == 2)
            {
                EmitFetchOfTurn();
            }

            EmitInput(pixels, turn: null);
        }
    }

    private void EmitFetchOfTurn()
    {
        using (OpenFetch("ahead < aheadTurnEnd"))
        {
            Fetch("ahead", level: 1);
            Writer.Line("ahead += aheadTurn;");
        }

        Writer.Line();
    }

    // One input, or one of the four of a turn.
    private void EmitInput(int[] pixels, int? turn)
    {
        Writer.Line("nint input = System.Numerics.BitOperations.TrailingZeroCount(mask);");
        int lane = Vectors.IsArm64 ? turn ?? 0 : 0;
        foreach (int p in pixels)
        {
            if (_pixels == 2)
            {
                Declare($"x{p}", Factor($"{(p == 0 ? "inputs" : "inputs1")}[input]"));
            }
            else if (turn is not { } i)
            {
                Declare("x0", Factor("*listed++"));
            }
            else
            {
                Declare("x0", Vectors.IsArm64 ? "four" : OfFour("four", i));
            }
        }

        // Counted in bytes, it is one instruction of Arm64: a shift and a sum.
        Writer.Line(
            Vectors.IsArm64
                ? $"float* w = (float*)((byte*)weights + (input * {BlockLanes * sizeof(float)}));"
                : $"float* w = weights + (input * {BlockLanes});"
        );
        for (int block = 0; block < _blocks; block++)
        {
            // Pairs of vectors are loaded at once where they are near their pointer.
            bool ownPointer = Vectors.IsArm64 && block > 0;
            int offset = block * ZeroSkippingLayout.BlockWeights;
            if (ownPointer)
            {
                Writer.Line($"float* w{block} = {At("w", offset)};");
            }

            for (int v = 0; v < BlockVectors; v++)
            {
                string w = $"w{block}_{v}";
                Declare(w, Load(ownPointer ? At($"w{block}", v * Lanes) : At("w", offset + (v * Lanes))));
                foreach (int p in pixels)
                {
                    string sum = Sum(p, block, v);
                    Writer.Line($"{sum} = {MultiplyAddFactor($"x{p}", w, sum, lane)};");
                }
            }
        }
    }

    // Four floats side by side, in each half of a vector.
    private string LoadFour(string address) =>
        Bits == 256 ? $"Avx.BroadcastVector128ToVector256({address})" : Load(address);

    // One of them in all lanes.
    private string OfFour(string four, int i) =>
        Bits == 256
            ? $"Avx.Permute({four}, 0b_{string.Concat(Enumerable.Repeat(Convert.ToString(i, 2).PadLeft(2, '0'), 4))})"
            : $"{Vector}.Shuffle({four}, {Vector}.Create({i}, {i}, {i}, {i}))";

    private void EmitWeightsFetch(string end)
    {
        using (Writer.OpenBlock($"for (; Sse.IsSupported && ahead < {end}; ahead += {BlockLanes})"))
        {
            Fetch("ahead", level: 1);
        }

        Writer.Line();
    }

    private void EmitResidualFetch(int pixels)
    {
        using IndentedWriter.Block braces = OpenFetch("residual != null");
        Writer.Line("float* residualAhead = residual;");
        for (int block = 0; block < _blocks; block++)
        {
            if (block > 0)
            {
                Writer.Line("residualAhead += row.ResidualBlock;");
            }

            for (int p = 0; p < pixels; p++)
            {
                Fetch(At("residualAhead", p * BlockLanes));
            }
        }
    }

    private void EmitEpilogue(int pixels)
    {
        using (OpenResidual())
        {
            Writer.Line("nint residualBlock = row.ResidualBlock;");
            for (int p = 0; p < pixels; p++)
            {
                ForEachVector(
                    p,
                    "residual",
                    "added",
                    "residualBlock",
                    (sum, at) => Writer.Line($"{sum} += {Load(at)};")
                );
                Writer.Line($"residual += {BlockLanes};");
            }
        }

        Writer.Line();
        DeclareLeast("row.Floor");
        Writer.Line("nint outputBlock = row.OutputBlock;");
        for (int p = 0; p < pixels; p++)
        {
            ForEachVector(p, "output", "to", "outputBlock", StoreOutput);
            Writer.Line($"output += {BlockLanes};");
        }
    }

    // A pointer walks from block to block: fewer registers than an address for each.
    private void ForEachVector(int pixel, string first, string pointer, string stride, Action<string, string> write)
    {
        Writer.Line($"float* {pointer}{pixel} = {first};");
        for (int block = 0; block < _blocks; block++)
        {
            if (block > 0)
            {
                Writer.Line($"{pointer}{pixel} += {stride};");
            }

            for (int v = 0; v < BlockVectors; v++)
            {
                write(Sum(pixel, block, v), At($"{pointer}{pixel}", v * Lanes));
            }
        }
    }

    private static string Sum(int pixel, int block, int vector) => $"sum{pixel}_{block}_{vector}";
}
