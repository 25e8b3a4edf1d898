using System.CommandLine;
using ResNetGen.Bench;
using ResNetGen.Bench.Benchmarks;
using ResNetGen.Bench.Compare;
using ResNetGen.Bench.Decode;
using ResNetGen.Bench.Layers;
using ResNetGen.Bench.Onnx;

RootCommand root = new(
    "Measures ResNetGen: beside ONNX Runtime, layer by layer, decoding beside StbImageSharp, and with BenchmarkDotNet."
)
{
    CompareCommand.Create(),
    LayersCommand.Create(),
    PeakCommand.Create(),
    DecodeCommand.Create(),
    ExportCommand.Create(),
    BenchmarkCommand.Create(),
};
return root.Parse(args).Invoke();
