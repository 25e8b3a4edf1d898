using System.Runtime.CompilerServices;

namespace ResNetGen.Weights;

/// <summary>
/// The weight transform of Winograd's minimal filtering, <c>G g G'</c>, in float64: the kernel's polynomial at each of
/// the points, divided by the product of the distances to the others.
/// </summary>
internal static unsafe class WinogradWeights
{
    private const int Lanes = BlockedLayout.Lanes;

    private static readonly double[][] G2 =
    [
        [1, 0, 0],
        [0.5, 0.5, 0.5],
        [0.5, -0.5, 0.5],
        [0, 0, 1],
    ];

    // The outer taps at 0, 1 and infinity; the middle tap.
    private static readonly double[][] G2Stride2 =
    [
        [1, 0, 0],
        [1, 0, 1],
        [0, 0, 1],
        [0, 1, 0],
    ];

    // The outer taps at 0, 1, -1, 2 and infinity; the middle tap.
    private static readonly double[][] G4Stride2 =
    [
        [1, 0, 0],
        [1, 0, 1],
        [1, 0, -1],
        [1, 0, 2],
        [0, 0, 1],
        [0, 1, 0],
    ];

    // The distances to the other points are in the transform of the products.
    private static readonly double[][] G4 =
    [
        [1, 0, 0],
        [1, Math.Sqrt(0.5), 0.5],
        [1, -Math.Sqrt(0.5), 0.5],
        [1, Math.Sqrt(2), 2],
        [1, -Math.Sqrt(2), 2],
        [0, 0, 1],
    ];

    private static readonly double[][] StemG = EvaluateAt(
        StemWinogradLayout.Taps,
        [3.0 / 8, -3.0 / 8, 7.0 / 8, -7.0 / 8, 7.0 / 4, -7.0 / 4]
    );

    /// <summary>Transforms and packs a layer's weights: <c>[output block][point][input][16 outputs]</c>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">Its folded parameters.</param>
    /// <param name="packed">The layer's packed weights.</param>
    public static void Pack(LayerInfo layer, LayerWeights weights, float* packed)
    {
        double[] channel = new double[weights.ChannelLength];
        for (int output = 0; output < layer.OutChannels; output++)
        {
            weights.ReadChannels(output, 1, channel);
            Pack(layer, output, channel, packed);
        }
    }

    /// <summary>
    /// Transforms and packs one output channel, [input][row][column]; rounded to float32 once, behind the transform.
    /// </summary>
    // Optimised from the start: a loop as long as the weights runs before the JIT would see that it is hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(LayerInfo layer, int output, ReadOnlySpan<double> channel, float* packed)
    {
        if (layer.Algorithm == ConvolutionAlgorithm.StemWinograd)
        {
            PackStem(layer, output, channel, packed);
            return;
        }

        double[][] g = (layer.OutputTile, layer.Stride) switch
        {
            (4, 1) => G4,
            (4, _) => G4Stride2,
            (_, 1) => G2,
            _ => G2Stride2,
        };
        int n = g.Length;
        long pointStride = (long)BlockedLayout.Blocks(layer.InChannels) * Lanes * Lanes;
        float* target = packed + ((output / Lanes) * n * n * pointStride) + (output % Lanes);
        Span<double> rows = stackalloc double[6 * 3];
        for (int input = 0; input < layer.InChannels; input++, target += Lanes)
        {
            ReadOnlySpan<double> kernel = channel.Slice(input * 9, 9);
            for (int i = 0; i < n; i++)
            {
                for (int column = 0; column < 3; column++)
                {
                    rows[(i * 3) + column] =
                        (g[i][0] * kernel[column]) + (g[i][1] * kernel[3 + column]) + (g[i][2] * kernel[6 + column]);
                }
            }

            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double value =
                        (rows[i * 3] * g[j][0]) + (rows[(i * 3) + 1] * g[j][1]) + (rows[(i * 3) + 2] * g[j][2]);
                    target[((i * n) + j) * pointStride] = (float)value;
                }
            }
        }
    }

    // The taps of each phase are every second one of a row and of a column; the eighth is zero.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackStem(LayerInfo layer, int output, ReadOnlySpan<double> channel, float* packed)
    {
        const int Patch = StemWinogradLayout.Patch;
        const int Taps = StemWinogradLayout.Taps;
        int inputs = StemWinogradLayout.Inputs(layer.InChannels);
        float* target =
            packed + ((output / Lanes) * (long)StemWinogradLayout.Points * inputs * Lanes) + (output % Lanes);
        for (int input = 0; input < inputs; input++)
        {
            (int plane, int phase) = Math.DivRem(input, StemWinogradLayout.Phases);
            (int oddRow, int oddColumn) = Math.DivRem(phase, 2);
            for (int i = 0; i < Patch; i++)
            {
                for (int j = 0; j < Patch; j++)
                {
                    double sum = 0;
                    for (int tap = 0; tap < Taps * Taps; tap++)
                    {
                        (int tapRow, int tapColumn) = Math.DivRem(tap, Taps);
                        (int row, int column) = ((2 * tapRow) + oddRow, (2 * tapColumn) + oddColumn);
                        if (row < layer.Kernel && column < layer.Kernel)
                        {
                            sum +=
                                StemG[i][tapRow]
                                * channel[(((plane * layer.Kernel) + row) * layer.Kernel) + column]
                                * StemG[j][tapColumn];
                        }
                    }

                    target[((((i * Patch) + j) * inputs) + input) * Lanes] = (float)sum;
                }
            }
        }
    }

    private static double[][] EvaluateAt(int taps, double[] points)
    {
        List<double[]> rows = [];
        foreach (double point in points)
        {
            double distances = points
                .Where(other => other != point)
                .Aggregate(1.0, (product, other) => product * (point - other));
            rows.Add([.. Enumerable.Range(0, taps).Select(power => Math.Pow(point, power) / distances)]);
        }

        // The point at infinity sees the leading coefficient.
        rows.Add([.. Enumerable.Range(0, taps).Select(power => power == taps - 1 ? 1.0 : 0.0)]);
        return [.. rows];
    }
}
