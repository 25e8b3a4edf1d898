using System.Runtime.InteropServices;
using ResNetGen.Bench.Onnx;
using ResNetGen.Runtime;

namespace ResNetGen.Bench.Compare;

/// <summary>What a measurement was taken on. The names are those of the JSON file.</summary>
internal sealed record MachineFacts(
    string Processor, int Processors, string OperatingSystem, string Runtime, int VectorBits, string OnnxRuntime, DateTimeOffset Date)
{
    public static MachineFacts Collect() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        (int)VectorWidths.Widest,
        OnnxSession.Version,
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
