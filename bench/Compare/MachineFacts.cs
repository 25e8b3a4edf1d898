using System.Runtime.InteropServices;
using ResNetGen.Bench.Onnx;
using ResNetGen.Runtime;

namespace ResNetGen.Bench.Compare;

/// <summary>What a measurement was taken on. The names are those of the JSON file.</summary>
internal sealed record MachineFacts(
    string Processor,
    int Processors,
    string OperatingSystem,
    string Runtime,
    int VectorBits,
    string OnnxRuntime,
    DateTimeOffset Date
)
{
    public static MachineFacts Collect() =>
        new(
            ResNetGen.Cli.Bench.Processor.Name,
            Environment.ProcessorCount,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            (int)VectorWidths.Widest,
            OnnxSession.Version,
            DateTimeOffset.UtcNow
        );
}
