using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>Runs a kernel on every vector width of this machine, shared by 1 to 4 workers, and holds what it writes against the expected values.</summary>
internal static unsafe class KernelHarness
{
    private const int MostWorkers = 4;

    // Of the sum of absolute products: float32 rounds each product and sum to 6e-8 of it.
    private const double Tolerance = 1e-6;

    private static readonly VectorWidth[] Widths = [.. Enum.GetValues<VectorWidth>().Where(width => width <= VectorWidths.Widest)];

    /// <summary>
    /// Checks that the values are the expected ones, that the number of workers changes no bit, that an image alone has the same bits as among others,
    /// and what <see cref="IKernelOutput.Read"/> checks.
    /// </summary>
    /// <param name="kernelFrom">The kernel on the images from a given one on; it always writes the first images of the output.</param>
    /// <param name="output">What it writes.</param>
    /// <param name="expected">The values.</param>
    /// <param name="magnitude">Of each value, the sum of its absolute products.</param>
    /// <param name="weights">The weights, at offset 0.</param>
    /// <param name="pixels">The caller's images.</param>
    /// <param name="finite">Whether all inputs are finite.</param>
    public static void Check(
        Func<int, Walk> kernelFrom,
        IKernelOutput output,
        Tensor expected,
        Tensor magnitude,
        GuardedMemory? weights = null,
        float[]? pixels = null,
        bool finite = true)
    {
        foreach (VectorWidth width in Widths)
        {
            float[] values = Run(kernelFrom(0), output, width, workers: 1, expected.Images, weights, pixels, finite);
            Compare(expected, magnitude, values, width);
            for (int workers = 2; workers <= MostWorkers; workers++)
            {
                CheckSameBits(values, Run(kernelFrom(0), output, width, workers, expected.Images, weights, pixels, finite), $"{width}, {workers} workers");
            }

            int length = values.Length / expected.Images;
            for (int image = 0; expected.Images > 1 && image < expected.Images; image++)
            {
                int workers = (image % MostWorkers) + 1;
                float[] alone = Run(kernelFrom(image), output, width, workers, 1, weights, pixels?[(image * pixels.Length / expected.Images)..], finite);
                CheckSameBits(values[(image * length)..((image + 1) * length)], alone, $"{width}, image {image} alone");
            }
        }
    }

    /// <summary>Runs each worker to its end, the last one first: inside a kernel no worker may wait for another.</summary>
    private static float[] Run(
        Walk kernel, IKernelOutput output, VectorWidth width, int workers, int images, GuardedMemory? weights, float[]? pixels, bool finite)
    {
        output.Poison();
        float* packed = weights is null ? null : weights.Pointer;
        fixed (float* pointer = pixels)
        {
            Job job = new(pointer, images, lastFeatureMap: int.MaxValue, wantsLogits: true);
            for (int index = workers - 1; index >= 0; index--)
            {
                kernel(new Worker(index, workers, barrier: null, width, workspace: null, packed, images, job));
            }
        }

        return output.Read(images, finite);
    }

    private static void Compare(Tensor expected, Tensor magnitude, float[] values, VectorWidth width)
    {
        Assert.Equal(expected.Values.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            double error = Math.Abs(expected.Values[i] - values[i]);
            bool agrees = double.IsFinite(expected.Values[i]) ? error <= Tolerance * magnitude.Values[i] : expected.Values[i].Equals(values[i]);
            if (!agrees)
            {
                Assert.Fail($"{width}: value {i} is {values[i]:R}, {expected.Values[i]:R} was expected; its products sum up to {magnitude.Values[i]:R}.");
            }
        }
    }

    private static void CheckSameBits(float[] expected, float[] actual, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
            {
                Assert.Fail($"{what}: value {i} is {actual[i]:R}, where one worker and all images give {expected[i]:R}.");
            }
        }
    }
}
