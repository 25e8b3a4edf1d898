using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using ResNetGen.Runtime;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Weights;
using ResNetGen.Zoo;

namespace ResNetGen.Bench.Benchmarks;

/// <summary>
/// Single convolutions of ResNet-50, by the algorithm that its plan chose and on the weights that its loader packed;
/// one image, one thread.
/// </summary>
public unsafe class ConvolutionBenchmarks
{
    // Room for an input, an output, a residual and the transformed inputs of any layer.
    private const int Slots = 4;

    private static readonly ModelInfo Info = ResNet50.Network;

    private AlignedMemory _weights = null!;
    private AlignedMemory _workspace = null!;
    private AlignedMemory _scratch = null!;
    private LayerInfo _layer = null!;
    private Activation _input;
    private Activation _output;
    private Activation _residual;

    [Params(
        "layer1.1.conv1",
        "layer1.1.conv2",
        "layer1.1.conv3",
        "layer2.0.conv2",
        "layer2.1.conv2",
        "layer3.1.conv1",
        "layer3.1.conv2",
        "layer4.1.conv2",
        "layer4.1.conv3"
    )]
    public string Layer { get; set; } = "";

    [GlobalSetup]
    public void Load()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(DeterministicWeights.Safetensors(Info));
        _weights = WeightLoader.Load(Info, file);
        long slot = Info.WorkspaceBytes / sizeof(float) / 16 * 16;
        _workspace = new AlignedMemory(Slots * slot);
        _scratch = new AlignedMemory(16 + (Info.ScratchBytes / sizeof(float)));

        int index = Info.Layers.ToList().FindIndex(layer => layer.Name == Layer);
        _layer = Info.Layers[index];
        int halo = _layer.Kernel / 2;
        int haloBehind = Info.Layers[index + 1].Kernel / 2;
        Worker worker = CreateWorker();
        _input = worker.Activation(
            0,
            _layer.InChannels,
            _layer.Height * _layer.Stride,
            _layer.Width * _layer.Stride,
            halo
        );
        _output = worker.Activation(slot, _layer.OutChannels, _layer.Height, _layer.Width, haloBehind);
        _residual = Layer.EndsWith(".conv3", StringComparison.Ordinal)
            ? worker.Activation(2 * slot, _layer.OutChannels, _layer.Height, _layer.Width, 0)
            : default;
        FillInput();
    }

    [Benchmark]
    public void Convolve()
    {
        Worker worker = CreateWorker();
        if (_layer.Algorithm == ConvolutionAlgorithm.Winograd4FromTaps)
        {
            worker.ConvolveWinogradFromTaps(_input, _layer.WeightsOffset, _output, _residual, relu: true);
        }
        else if (_layer.Algorithm == ConvolutionAlgorithm.ZeroSkipping)
        {
            worker.ConvolveSkippingZeros(
                _input,
                _layer.WeightsOffset,
                _output,
                _layer.Kernel,
                _layer.Stride,
                _residual,
                relu: true
            );
        }
        else if (_layer.OutputTile == 0)
        {
            worker.Convolve(
                _input,
                _layer.WeightsOffset,
                _output,
                _layer.Kernel,
                _layer.Stride,
                _layer.Groups,
                _residual,
                relu: true
            );
        }
        else
        {
            worker.ConvolveWinograd(
                _input,
                _layer.WeightsOffset,
                _output,
                _layer.OutputTile,
                _layer.Stride,
                _residual,
                relu: true
            );
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _weights.Dispose();
        _workspace.Dispose();
        _scratch.Dispose();
    }

    private Worker CreateWorker() =>
        new(
            index: 0,
            count: 1,
            barrier: null,
            shares: null,
            VectorWidths.Widest,
            _workspace.Pointer,
            _scratch.Pointer,
            _weights.Pointer,
            batch: 1,
            new Job(images: null, imageCount: 1, lastFeatureMap: int.MaxValue, wantsLogits: true)
        );

    // Half of it is zero, as behind ReLU, and so is the halo.
    private void FillInput()
    {
        int length = _input.Width * 16;
        float[] values = DeterministicWeights.Input(_input.Blocks * _input.Height * length);
        for (int block = 0; block < _input.Blocks; block++)
        {
            for (int row = 0; row < _input.Height; row++)
            {
                Span<float> target = new(_input.Plane(0, block) + (row * _input.RowStride), length);
                TensorPrimitives.Max(values.AsSpan(((block * _input.Height) + row) * length, length), 0, target);
            }
        }
    }
}
