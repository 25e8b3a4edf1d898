using ResNetGen.KernelGenerator.Declarations;

namespace ResNetGen.KernelGenerator.Templates;

/// <summary>
/// Tiles for narrow groups by elements: a register has four inputs of a pixel, and a multiply-add takes one of them for
/// four outputs of its group. Nothing is rotated. All lanes of a vector of weights meet one input: the kernel is called
/// with weights in that order.
/// </summary>
internal sealed class ElementGroupedTileTemplate(KernelNumbers numbers) : GroupedTileTemplate(numbers)
{
    private const int Taps = 3;

    /// <inheritdoc/>
    public override int[] Sizes => [Pixels, BlockLanes, 1];

    protected override int[] AllowedBits => [128];

    // The inputs that a sum's outer taps meet, and a vector of weights.
    protected override int BesideSums => InputsOf(EvenTaps, Pixels).Length + 1;

    // With stride 2, even taps meet inputs that the middle one does not.
    private int[] EvenTaps => Stride == 1 ? [0, 1, 2] : [0, 2];

    protected override void EmitTile(int pixels)
    {
        Writer.Line("nint lane = 0;");
        Writer.Line("do");
        using (Writer.OpenBraces($" while (lane != {BlockLanes});"))
        {
            Declare("start", Load("tile.Start + lane"));
            for (int p = 0; p < pixels; p++)
            {
                Declare($"sum{p}", "start");
            }

            Writer.Line();
            Writer.Line("float* weights = tile.Weights + lane;");
            Writer.Line($"float* row = tile.Input + (lane & -{GroupWidth});");
            Writer.Line("int rows = 3;");
            Writer.Line("do");
            using (Writer.OpenBraces(" while (--rows != 0);"))
            {
                Writer.Line("float* x = row;");
                EmitInputs(pixels);
                Writer.Line();
                Writer.Line("row += tile.InputRow;");
            }

            Writer.Line();
            EmitOutput(pixels, "tile.Output + lane");
            Writer.Line($"lane += {Lanes};");
        }
    }

    // All inputs of the group in a row of taps, as many at a time as a register has.
    private void EmitInputs(int pixels)
    {
        if (GroupWidth == Lanes)
        {
            EmitFourInputs(pixels);
            return;
        }

        Writer.Line($"int parts = {GroupWidth / Lanes};");
        Writer.Line("do");
        using (Writer.OpenBraces(" while (--parts != 0);"))
        {
            EmitFourInputs(pixels);
            Writer.Line($"x += {Lanes};");
        }
    }

    private void EmitFourInputs(int pixels)
    {
        EmitTaps(pixels, EvenTaps);
        if (Stride == 2)
        {
            EmitTaps(pixels, [1]);
        }

        Writer.Line($"weights += {Lanes * Taps * BlockLanes};");
    }

    private void EmitTaps(int pixels, int[] taps)
    {
        foreach (int i in InputsOf(taps, pixels))
        {
            Declare($"x{i}", Load(At("x", i * BlockLanes)));
        }

        foreach (int tap in taps)
        {
            for (int lane = 0; lane < Lanes; lane++)
            {
                string w = $"w{tap}_{lane}";
                Declare(w, Load(At("weights", ((lane * Taps) + tap) * BlockLanes)));
                for (int p = 0; p < pixels; p++)
                {
                    Writer.Line($"sum{p} = {MultiplyAddFactor($"x{(p * Stride) + tap}", w, $"sum{p}", lane)};");
                }
            }
        }
    }

    // Input pixels of a row that so many output pixels meet at some taps.
    private int[] InputsOf(int[] taps, int pixels) =>
        [
            .. Enumerable
                .Range(0, pixels)
                .SelectMany(p => taps.Select(tap => (p * Stride) + tap))
                .Distinct()
                .OrderBy(i => i),
        ];
}
