using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>
/// Runs a kernel on every vector width of this machine, shared by 1 to 4 workers, and holds what it writes against the
/// expected values.
/// </summary>
internal static unsafe class KernelHarness
{
    public const int MostWorkers = 4;

    // Of the sum of absolute products: float32 rounds each product and sum to 6e-8 of it.
    private const double DefaultTolerance = 1e-6;

    private static readonly VectorWidth[] Widths =
    [
        .. Enum.GetValues<VectorWidth>().Where(width => width <= VectorWidths.Widest),
    ];

    /// <summary>
    /// Checks that the values are the expected ones, that the number of workers changes no bit, that an image alone has
    /// the same bits as among others, and what <see cref="IKernelOutput.Read"/> checks.
    /// </summary>
    /// <param name="kernelFrom">The kernel on the images from a given one on; it always writes the first images of the
    /// output.</param>
    /// <param name="output">What it writes.</param>
    /// <param name="expected">The values.</param>
    /// <param name="magnitude">Of each value, the sum of its absolute products.</param>
    /// <param name="weights">The weights, at offset 0.</param>
    /// <param name="pixels">The caller's images.</param>
    /// <param name="finite">Whether all inputs are finite.</param>
    /// <param name="memory">What the kernel works in, if it is more than its output.</param>
    /// <param name="tolerance">Of the magnitude.</param>
    /// <param name="lastFeatureMap">The map that the caller asked for.</param>
    public static void Check(
        Func<int, Walk> kernelFrom,
        IKernelOutput output,
        Tensor expected,
        Tensor magnitude,
        GuardedMemory? weights = null,
        float[]? pixels = null,
        bool finite = true,
        WorkMemory? memory = null,
        double tolerance = DefaultTolerance,
        int lastFeatureMap = int.MaxValue
    )
    {
        using WorkMemory work = memory ?? new WorkMemory();
        int batch = expected.Images;
        foreach (VectorWidth width in Widths)
        {
            float[] values = Run(0, batch, workers: 1);
            Compare(expected, magnitude, values, tolerance, $"{width}");
            for (int workers = 2; workers <= MostWorkers; workers++)
            {
                CheckSameBits(values, Run(0, batch, workers), $"{width}, {workers} workers");
            }

            int length = values.Length / batch;
            for (int image = 0; batch > 1 && image < batch; image++)
            {
                float[] alone = Run(image, 1, workers: (image % MostWorkers) + 1);
                CheckSameBits(values[(image * length)..((image + 1) * length)], alone, $"{width}, image {image} alone");
            }

            float[] Run(int from, int images, int workers)
            {
                output.Poison();
                work.Poison();
                fixed (float* pointer = pixels?[(from * pixels.Length / batch)..])
                {
                    work.Run(
                        kernelFrom(from),
                        width,
                        workers,
                        weights,
                        batch,
                        new Job(pointer, images, lastFeatureMap, wantsLogits: true)
                    );
                }

                work.CheckGuards();
                return output.Read(images, finite);
            }
        }
    }

    private static void Compare(Tensor expected, Tensor magnitude, float[] values, double tolerance, string what)
    {
        Assert.Equal(expected.Values.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            double error = Math.Abs(expected.Values[i] - values[i]);
            bool agrees = double.IsFinite(expected.Values[i])
                ? error <= tolerance * magnitude.Values[i]
                : expected.Values[i].Equals(values[i]);
            if (!agrees)
            {
                Assert.Fail(
                    $"{what}: value {i} is {values[i]:R}, {expected.Values[i]:R} was expected; its products sum up to {magnitude.Values[i]:R}."
                );
            }
        }
    }

    private static void CheckSameBits(float[] expected, float[] actual, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
            {
                Assert.Fail(
                    $"{what}: value {i} is {actual[i]:R}, where one worker and all images give {expected[i]:R}."
                );
            }
        }
    }
}
