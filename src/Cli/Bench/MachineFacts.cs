using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
            Vector512.IsHardwareAccelerated ? 512
                : Vector256.IsHardwareAccelerated ? 256
                : 128,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            !RuntimeFeature.IsDynamicCodeCompiled,
            DateTimeOffset.UtcNow
        );
}
