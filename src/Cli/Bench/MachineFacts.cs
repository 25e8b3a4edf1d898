using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ResNetGen.Runtime;

namespace ResNetGen.Cli.Bench;

/// <summary>What a measurement was taken on, and when. The names are those of the JSON document.</summary>
internal sealed record MachineFacts(
    string Processor,
    int Processors,
    int VectorBits,
    string OperatingSystem,
    string Runtime,
    bool NativeAot,
    DateTimeOffset Date
)
{
    public static MachineFacts Collect() =>
        new(
            Bench.Processor.Name,
            Environment.ProcessorCount,
            (int)VectorWidths.Widest,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            !RuntimeFeature.IsDynamicCodeCompiled,
            DateTimeOffset.UtcNow
        );
}
