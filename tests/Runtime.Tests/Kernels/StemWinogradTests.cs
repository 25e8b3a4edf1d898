using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public unsafe class StemWinogradTests
{
    // Of the sum of absolute products: the transforms round more than the definition does.
    private const double Tolerance = 4e-6;

    [Fact]
    public void AgreesWithItsDefinitionOnAnySize()
    {
        foreach (
            (int height, int width) in new[]
            {
                (1, 1),
                (1, 8),
                (7, 1),
                (4, 6),
                (7, 7),
                (13, 17),
                (16, 30),
                (33, 59),
                (70, 131),
                (9, 301),
            }
        )
        {
            Check(Tensor.Deterministic(2, 3, height, width), outChannels: 24, outHalo: 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AgreesWithItsDefinitionOnAnyNumberOfChannels(int inChannels)
    {
        foreach (int outChannels in new[] { 1, 8, 16, 17, 33, 64 })
        {
            Check(Tensor.Deterministic(3, inChannels, 19, 30), outChannels, outHalo: 1);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void LeavesTheHaloAlone(int outHalo) => Check(Tensor.Deterministic(2, 3, 11, 10), outChannels: 20, outHalo);

    /// <summary>NaN reaches all that PyTorch's reaches, and nothing beyond the squares of these.</summary>
    [Fact]
    public void NaNPasses()
    {
        Tensor x = Tensor.Deterministic(1, 3, 40, 40);
        x[0, 1, 20, 21] = double.NaN;
        using PackedLayer layer = PackedLayer.StemWinograd(3, 16);
        Tensor map = ScalarReference.Convolve(x, layer.Parameters, kernel: 7, stride: 2);
        using GuardedActivation output = new(1, 16, map.Height, map.Width, halo: 0);
        using WorkMemory work = new(StemWinogradLayout.WorkerScratch(16, map.Width));
        work.Poison();
        fixed (float* pixels = x.ToSingles())
        {
            Activation noPool = new(null, 16, map.Height / 2, map.Width / 2, halo: 0);
            Walk kernel = (in Worker w) => w.ConvolveAndPoolImages(3, 40, 40, weights: 0, output.From(0), noPool);
            work.Run(
                kernel,
                VectorWidths.Widest,
                workers: 2,
                layer.Memory,
                batch: 1,
                new Job(pixels, 1, lastFeatureMap: 0, wantsLogits: true)
            );
        }

        float[] values = output.Read(1, finite: false);
        for (int i = 0; i < values.Length; i++)
        {
            (int row, int column) = (i / map.Width % map.Height, i % map.Width);
            if (double.IsNaN(map.Values[i]))
            {
                Assert.True(float.IsNaN(values[i]), $"row {row}, column {column}");
            }
            else if (row < 8 || row >= 12 || column < 8 || column >= 16)
            {
                Assert.False(float.IsNaN(values[i]), $"row {row}, column {column}");
            }
        }
    }

    private static void Check(Tensor x, int outChannels, int outHalo)
    {
        using PackedLayer layer = PackedLayer.StemWinograd(x.Channels, outChannels);
        Tensor map = ScalarReference.Relu(ScalarReference.Convolve(x, layer.Parameters, kernel: 7, stride: 2));
        Tensor magnitude = ScalarReference.Convolve(x.Absolute(), layer.Parameters.Absolute(), kernel: 7, stride: 2);
        Tensor pooled = ScalarReference.MaxPool3x3(map);

        // Of both maps one is written, and the other has no memory.
        using GuardedActivation y = new(x.Images, outChannels, pooled.Height, pooled.Width, outHalo);
        Activation noMap = new(null, outChannels, map.Height, map.Width, halo: 0);
        Run(y, pooled, ScalarReference.MaxPool3x3(magnitude), lastFeatureMap: 1, () => noMap, () => y.From(0));

        using GuardedActivation conv1 = new(x.Images, outChannels, map.Height, map.Width, outHalo);
        Activation noPool = new(null, outChannels, pooled.Height, pooled.Width, halo: 0);
        Run(conv1, map, magnitude, lastFeatureMap: 0, () => conv1.From(0), () => noPool);

        void Run(
            GuardedActivation output,
            Tensor expected,
            Tensor magnitude,
            int lastFeatureMap,
            Func<Activation> conv1,
            Func<Activation> y
        ) =>
            KernelHarness.Check(
                image =>
                    (in Worker w) => w.ConvolveAndPoolImages(x.Channels, x.Height, x.Width, weights: 0, conv1(), y()),
                output,
                expected,
                magnitude,
                layer.Memory,
                pixels: x.ToSingles(),
                memory: new WorkMemory(StemWinogradLayout.WorkerScratch(outChannels, map.Width)),
                tolerance: Tolerance,
                lastFeatureMap: lastFeatureMap
            );
    }
}
