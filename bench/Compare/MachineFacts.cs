using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
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
    bool OnnxRuntimeIsWider,
    string OnnxRuntime,
    DateTimeOffset Date
)
{
    // CPUID leaf 7, EBX, bit 16: AVX-512F. The runtime may leave it alone, or be told to; ONNX Runtime takes it.
    private static bool HasAvx512 => X86Base.IsSupported && (X86Base.CpuId(7, 0).Ebx & (1 << 16)) != 0;

    public static MachineFacts Collect() =>
        new(
            ResNetGen.Cli.Bench.Processor.Name,
            Environment.ProcessorCount,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            (int)VectorWidths.Widest,
            VectorWidths.Widest < VectorWidth.Vector512 && HasAvx512,
            OnnxSession.Version,
            DateTimeOffset.UtcNow
        );
}
