using BenchmarkDotNet.Attributes;
using ResNetGen.Runtime.Tests.Agreement;

namespace ResNetGen.Bench.Benchmarks;

/// <summary>Whole networks, one image: time, and that nothing is allocated.</summary>
[MemoryDiagnoser]
public class ForwardBenchmarks
{
    private IImageClassifier _model = null!;
    private float[] _image = [];
    private float[] _logits = [];

    [Params("resnet18", "resnet50")]
    public string Model { get; set; } = "";

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Load()
    {
        Network network = Networks.Find(Model, 1)!;
        _model = (IImageClassifier)network.Load(DeterministicWeights.Safetensors(network.Info), Threads);
        _image = DeterministicWeights.Input(network.Info.InputLength);
        _logits = new float[network.Info.Classes];
    }

    [Benchmark]
    public void Forward() => _model.Forward(_image, _logits);

    [GlobalCleanup]
    public void Dispose() => _model.Dispose();
}
