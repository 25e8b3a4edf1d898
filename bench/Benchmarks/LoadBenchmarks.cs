using BenchmarkDotNet.Attributes;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Zoo;

namespace ResNetGen.Bench.Benchmarks;

/// <summary>From the bytes of a safetensors file to a model that can run: checks, folding, packing.</summary>
[MemoryDiagnoser]
public class LoadBenchmarks
{
    private byte[] _safetensors = [];

    [GlobalSetup]
    public void MakeWeights() => _safetensors = DeterministicWeights.Safetensors(ResNet18.Network);

    [Benchmark]
    public void LoadResNet18() => ResNet18.Load(_safetensors).Dispose();
}
