using System.Numerics;
using System.Runtime.CompilerServices;

namespace ResNetGen.Weights;

/// <summary>
/// The weight transform of Winograd's minimal filtering, <c>G g G'</c>, in float64: the kernel's polynomial at each of
/// the points.
/// </summary>
internal static unsafe class WinogradWeights
{
    private const int Lanes = BlockedLayout.Lanes;

    private static readonly double[][] G2 = WinogradPoints.WeightTransform(m: 2, stride: 1);
    private static readonly double[][] G2Stride2 = WinogradPoints.WeightTransform(m: 2, stride: 2);
    private static readonly double[][] G4Stride2 = WinogradPoints.WeightTransform(m: 4, stride: 2);
    private static readonly double[][] G4 = WinogradPoints.WeightTransform(m: 4, stride: 1);
    private static readonly double[][] StemG = WinogradPoints.StemWeightTransform();

    /// <summary>
    /// Transforms and packs the weights of an output block: <c>[output block][point][input][16 outputs]</c>; rounded to
    /// float32 once, behind the transform.
    /// </summary>
    /// <param name="shape">The shape.</param>
    /// <param name="block">The block of 16 output channels.</param>
    /// <param name="m">Rows and columns of a square of outputs.</param>
    /// <param name="weights">The layer's folded weights.</param>
    /// <param name="packed">Their place behind the bias.</param>
    public static void Pack(in ConvolutionShape shape, int block, int m, ChannelValues weights, float* packed)
    {
        double[][] g = (m, shape.Stride) switch
        {
            (4, 1) => G4,
            (4, _) => G4Stride2,
            (_, 1) => G2,
            _ => G2Stride2,
        };
        ChannelLines.Pack(
            shape,
            block,
            weights,
            packed,
            (in shape, block, input, lines, packed) => PackLines(shape, g, block, input, lines, packed)
        );
    }

    /// <summary>Transforms and packs the weights of an output block of a stem.</summary>
    /// <inheritdoc cref="Pack"/>
    public static void PackStem(in ConvolutionShape shape, int block, ChannelValues weights, float* packed)
    {
        double[] channel = new double[weights.ChannelLength];
        for (int output = block * Lanes; output < Math.Min((block + 1) * Lanes, shape.OutChannels); output++)
        {
            weights.Read(output, 0, channel);
            PackStemChannel(shape, output, channel, packed);
        }
    }

    // Each lane is a channel of its own, whose operations are the same on every width of vectors. A lane without a
    // channel stays zero: no point has negative factors alone, which would make -0 of it. Optimised from the start: a
    // loop as long as the weights runs before the JIT would see that it is hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackLines(
        in ConvolutionShape shape,
        double[][] g,
        int block,
        int input,
        ReadOnlySpan<double> lines,
        float* packed
    )
    {
        int n = g.Length;
        long pointStride = (long)BlockedLayout.Blocks(shape.InChannels) * Lanes * Lanes;
        float* target = packed + (block * n * n * pointStride) + (input * Lanes);
        Span<Vector<double>> lower = stackalloc Vector<double>[6 * 3];
        Span<Vector<double>> upper = stackalloc Vector<double>[6 * 3];
        for (; !lines.IsEmpty; lines = lines[(9 * Lanes)..], target += Lanes)
        {
            for (int lane = 0; lane < Lanes; lane += Vector<float>.Count)
            {
                TransformColumns(g, lines[lane..], lower);
                TransformColumns(g, lines[(lane + Vector<double>.Count)..], upper);
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        Vector
                            .Narrow(Transform(g[j], lower[(i * 3)..]), Transform(g[j], upper[(i * 3)..]))
                            .Store(target + (((i * n) + j) * pointStride) + lane);
                    }
                }
            }
        }
    }

    private static void TransformColumns(double[][] g, ReadOnlySpan<double> lines, Span<Vector<double>> rows)
    {
        for (int i = 0; i < g.Length; i++)
        {
            for (int column = 0; column < 3; column++)
            {
                rows[(i * 3) + column] =
                    (g[i][0] * new Vector<double>(lines[(column * Lanes)..]))
                    + (g[i][1] * new Vector<double>(lines[((3 + column) * Lanes)..]))
                    + (g[i][2] * new Vector<double>(lines[((6 + column) * Lanes)..]));
            }
        }
    }

    private static Vector<double> Transform(double[] g, ReadOnlySpan<Vector<double>> row) =>
        (row[0] * g[0]) + (row[1] * g[1]) + (row[2] * g[2]);

    // The taps of each phase are every second one of a row and of a column; the eighth is zero.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackStemChannel(
        in ConvolutionShape shape,
        int output,
        ReadOnlySpan<double> channel,
        float* packed
    )
    {
        const int Patch = StemWinogradLayout.Patch;
        const int Taps = StemWinogradLayout.Taps;
        int inputs = StemWinogradLayout.Inputs(shape.InChannels);
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
                        if (row < shape.Kernel && column < shape.Kernel)
                        {
                            sum +=
                                StemG[i][tapRow]
                                * channel[(((plane * shape.Kernel) + row) * shape.Kernel) + column]
                                * StemG[j][tapColumn];
                        }
                    }

                    target[((((i * Patch) + j) * inputs) + input) * Lanes] = (float)sum;
                }
            }
        }
    }
}
