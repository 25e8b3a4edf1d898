namespace ResNetGen.Generator.Plan;

/// <summary>
/// Which algorithm a convolution takes. Costs are in multiply-adds at full speed; the constants were measured on
/// AVX-512 (docs/kernels.md) and only their ratios matter.
/// </summary>
internal static class CostModel
{
    // A float of weights that comes from memory, not from the second-level cache, costs as much as so many
    // multiply-adds.
    private const double StreamedWeight = 12;

    // Weights beyond this many floats, two fifths of a second-level cache of 1 MiB, do not stay there until the next
    // run.
    private const long CachedWeights = 100_000;

    // A transform of one float, in either direction, costs as much as so many multiply-adds.
    private const double TransformedValue = 8;

    // Nine taps that become 36 weights in registers cost as much as so many multiply-adds.
    private const double TransformedTaps = 60;

    // With stride 2, squares of 4 x 4 have 36 weights that meet 81 points: where they meet fewer squares than this,
    // they wait for memory (measured: at 14 x 14 slower than squares of 2 x 2).
    private const int FewestLargeSquares = 32;

    // What of the shorter of computing and streaming does not hide behind the longer.
    private const double Overlap = 0.3;

    // A product that is not skipped costs as much as so many: where one pixel of a pair has a zero, the weights are
    // loaded for the other alone.
    private const double KeptProduct = 1.15;

    /// <summary>Which algorithm a convolution takes; the first of several that cost the same.</summary>
    public static Algorithm Cheapest(
        ConvolutionMode mode,
        int images,
        Activation input,
        Activation output,
        int kernel,
        int stride,
        int groups
    ) =>
        GroupedLayout.Fits(input.Channels, output.Channels, kernel, groups)
            ? Algorithm.Grouped
            : Candidates(mode, images, input, output, kernel, stride, groups)
                .OrderBy(candidate => candidate.Cost)
                .First()
                .Algorithm;

    private static IEnumerable<(Algorithm Algorithm, double Cost)> Candidates(
        ConvolutionMode mode,
        int images,
        Activation input,
        Activation output,
        int kernel,
        int stride,
        int groups
    )
    {
        yield return (Algorithm.Direct, Direct(input, output, images, kernel));

        // By the weights themselves too. Not for rows so long that the sums of one would not stay in the cache.
        if (
            ZeroSkippingLayout.Fits(input.Channels, output.Channels, kernel, groups)
            && output.Width <= ZeroSkippingLayout.MostPixels
        )
        {
            yield return (Algorithm.ZeroSkipping, ZeroSkipping(input, output, images, kernel));
        }

        if (mode == ConvolutionMode.Direct || kernel != 3 || groups != 1)
        {
            yield break;
        }

        if (stride == 1)
        {
            yield return (Algorithm.Winograd4, Winograd(4, stride, input, output, images));
            yield return (Algorithm.Winograd4FromTaps, WinogradFromTaps(input, output, images));
            yield return (Algorithm.Winograd2, Winograd(2, stride, input, output, images));
            yield break;
        }

        yield return (Algorithm.WinogradStride2, Winograd(2, stride, input, output, images));
        if (WinogradLayout.Tiles(4, output.Height, output.Width) * images >= FewestLargeSquares)
        {
            yield return (Algorithm.Winograd4Stride2, Winograd(4, stride, input, output, images));
        }
    }

    /// <summary>Which algorithm the first convolution takes; its weights always stay in the cache.</summary>
    public static Algorithm CheapestStem(
        ConvolutionMode mode,
        InputPlanes input,
        Activation output,
        int kernel,
        int stride
    )
    {
        if (mode == ConvolutionMode.Direct || !StemWinogradLayout.Fits(input.Channels, kernel, stride))
        {
            return Algorithm.Direct;
        }

        double direct = (double)kernel * kernel * input.Channels * Padded(output) * output.Height * output.Width;
        double points =
            (double)StemWinogradLayout.Points
            * StemWinogradLayout.Across(output.Height)
            * StemWinogradLayout.Across(output.Width);
        double products = points * StemWinogradLayout.Inputs(input.Channels) * Padded(output);
        double transforms = TransformedValue * points * (BlockedLayout.Lanes + Padded(output));
        return products + transforms < direct ? Algorithm.StemWinograd : Algorithm.Direct;
    }

    private static double Direct(Activation input, Activation output, int images, int kernel) =>
        Total(Products(input, output, images, kernel), Weights(input, output, kernel));

    private static double ZeroSkipping(Activation input, Activation output, int images, int kernel) =>
        Total(KeptProduct * input.NonZero * Products(input, output, images, kernel), Weights(input, output, kernel));

    private static double Products(Activation input, Activation output, int images, int kernel) =>
        Weights(input, output, kernel) * output.Height * output.Width * images;

    private static double Weights(Activation input, Activation output, int kernel) =>
        (double)kernel * kernel * Padded(input) * Padded(output);

    private static double Winograd(int m, int stride, Activation input, Activation output, int images)
    {
        double values = (double)WinogradLayout.ProductsOfImage(m, stride, output.Height, output.Width) * images;
        double weights = (double)WinogradLayout.WeightPoints(m) * Padded(input) * Padded(output);
        double transforms = TransformedValue * values * (Padded(input) + Padded(output));
        return transforms + Total(values * Padded(input) * Padded(output), weights);
    }

    // The taps of each pair of channels become weights once for each tile of squares.
    private static double WinogradFromTaps(Activation input, Activation output, int images)
    {
        double pairs = (double)Padded(input) * Padded(output);
        long squares = (long)WinogradLayout.Tiles(WinogradTapsLayout.Outputs, output.Height, output.Width) * images;
        long tiles = (squares + WinogradTapsLayout.TileSquares - 1) / WinogradTapsLayout.TileSquares;
        double transforms = TransformedValue * squares * WinogradTapsLayout.Points * (Padded(input) + Padded(output));
        double computing = pairs * ((squares * WinogradTapsLayout.Points) + (tiles * TransformedTaps));
        return transforms + Total(computing, 9 * pairs);
    }

    private static double Total(double computing, double weights)
    {
        double streaming = weights > CachedWeights ? StreamedWeight * weights : 0;
        return Math.Max(computing, streaming) + (Overlap * Math.Min(computing, streaming));
    }

    private static int Padded(Activation activation) => BlockedLayout.Blocks(activation.Channels) * BlockedLayout.Lanes;
}
