using System.Runtime.InteropServices;

namespace ResNetGen.Cli.Bench;

/// <summary>What a measurement is taken on.</summary>
internal static class Processor
{
    /// <summary>Its name as the system gives it; where it gives none, the kind of its instructions.</summary>
    public static string Name
    {
        get
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
}
