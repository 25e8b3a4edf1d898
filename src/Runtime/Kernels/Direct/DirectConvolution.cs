namespace ResNetGen.Runtime;

/// <summary>
/// Convolution by its definition, on register tiles: 1x1 and 3x3, stride 1 and 2, with and without groups.
/// </summary>
internal static class DirectConvolution
{
    /// <inheritdoc cref="Worker.Convolve"/>
    public static void Convolve(
        in Worker w,
        Activation x,
        long weights,
        Activation y,
        int kernel,
        int stride,
        int groups,
        Activation residual,
        bool relu
    )
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
            int band,
                group;
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
