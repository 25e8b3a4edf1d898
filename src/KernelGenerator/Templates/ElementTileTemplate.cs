using ResNetGen.KernelGenerator.Declarations;

namespace ResNetGen.KernelGenerator.Templates;

/// <summary>
/// Register tiles by elements: a register has four inputs side by side, and a multiply-add takes one of them for all
/// its lanes. So one load brings four inputs, and nothing is broadcast. In blocks these are four channels of a pixel.
/// In planes they are pixels of a row, which several sums meet at several taps: a run is unrolled whole.
/// </summary>
internal sealed class ElementTileTemplate(KernelNumbers numbers) : RegisterTileTemplate(numbers)
{
    // Loaded in pairs, by one instruction.
    private const int WeightsAtATime = 2;

    private readonly int _run = numbers["Run"];

    protected override int Unroll => Planar ? _run : 4;

    protected override bool WholeRun => Planar;

    protected override int BesideSums(int pixels) => LoadsOf(pixels).Length + WeightsAtATime;

    protected override string? RunProblem => Planar ? Between("Run", 1, 7) : base.RunProblem;

    protected override void EmitMultiplyAdds(int pixels)
    {
        int[] loads = LoadsOf(pixels);
        for (int i = 0; i < loads.Length; i++)
        {
            Declare($"x{i}", Inputs(pixels) < Lanes ? Factor($"x[{loads[i]}]") : Load(At("x", loads[i])));
        }

        for (int u = 0; u < Unroll; u++)
        {
            for (int first = 0; first < SumVectors; first += WeightsAtATime)
            {
                int end = Math.Min(first + WeightsAtATime, SumVectors);
                for (int v = first; v < end; v++)
                {
                    Declare($"w{u}_{v}", Load(OfVector("weights", v, "weightsBlock", u * BlockLanes)));
                }

                for (int p = 0; p < pixels; p++)
                {
                    int at = (p * PixelStep) + u;
                    int i = Array.FindLastIndex(loads, load => load <= at);
                    for (int v = first; v < end; v++)
                    {
                        string sum = $"sum{p}_{v}";
                        Writer.Line($"{sum} = {MultiplyAddFactor($"x{i}", $"w{u}_{v}", sum, at - loads[i])};");
                    }
                }
            }
        }
    }

    // Floats from the first to the last input of a turn, of all pixels.
    private int Inputs(int pixels) => ((pixels - 1) * PixelStep) + Unroll;

    // Where the registers of inputs begin. In planes the last one ends at the last input, as there may be nothing
    // behind it; fewer inputs than lanes are loaded one by one.
    private int[] LoadsOf(int pixels)
    {
        if (!Planar)
        {
            return [.. Enumerable.Range(0, pixels).Select(p => p * PixelStep)];
        }

        int inputs = Inputs(pixels);
        return inputs < Lanes
            ? [.. Enumerable.Range(0, inputs)]
            : [.. Enumerable.Range(0, (inputs + Lanes - 1) / Lanes).Select(i => Math.Min(i * Lanes, inputs - Lanes))];
    }
}
