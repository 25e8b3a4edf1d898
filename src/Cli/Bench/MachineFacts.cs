using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Cli.Bench;

/// <summary>What a measurement was taken on, and when. The names are those of the JSON document.</summary>
internal sealed record MachineFacts(
    string Processor, int Processors, int VectorBits, string OperatingSystem, string Runtime, bool NativeAot, DateTimeOffset Date)
{
    public static MachineFacts Collect() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        !RuntimeFeature.IsDynamicCodeCompiled,
        DateTimeOffset.UtcNow);

    private static string ProcessorName()
    {
        const string Linux = "/proc/cpuinfo";
        string? line = File.Exists(Linux)
            ? File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
