using System.ComponentModel;

namespace ResNetGen.Runtime;

/// <summary>Convolution by its definition, on register tiles: 1x1 and 3x3, stride 1 and 2, with and without groups.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DirectConvolution
{
    /// <summary>Writes <c>y = max(floor, conv(x) + bias + residual)</c>.</summary>
    /// <param name="w">The worker.</param>
    /// <param name="x">Input; its halo is at least half the kernel.</param>
    /// <param name="weights">Offset of the bias, with the weights packed behind it.</param>
    /// <param name="y">Output; it shares no memory with the others, for it holds partial sums.</param>
    /// <param name="kernel">Rows and columns of the kernel; the padding is half of it.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="residual">What is added before ReLU.</param>
    /// <param name="relu">Whether negative outputs become 0.</param>
    public static void Convolve(
        this in Worker w, Activation x, long weights, Activation y, int kernel = 1, int stride = 1, int groups = 1, Activation residual = default, bool relu = false)
    {
        DirectPasses passes = new(w, x, weights, y, kernel, stride, groups, residual, relu);
        DirectBlocking cut = passes.Cut;
        int slicesOfUnit = cut.Slices;
        int groupsOfSlices = DirectBlocking.Parts(passes.Slices, slicesOfUnit);
        int bands = w.ImageCount * cut.Bands;
        int gathered = -1;
        Units units = w.Divide(bands * groupsOfSlices);
        while (units.TryTake(out int unit))
        {
            int band, group;
            if (cut.WeightsOuter)
            {
                (group, band) = Math.DivRem(unit, bands);
            }
            else
            {
                (band, group) = Math.DivRem(unit, groupsOfSlices);
            }

            if (passes.Gathers && band != gathered)
            {
                passes.Gather(band);
                gathered = band;
            }

            int first = group * slicesOfUnit;
            passes.Run(band, first, Math.Min(passes.Slices, first + slicesOfUnit));
        }

        w.Done();
    }
}
