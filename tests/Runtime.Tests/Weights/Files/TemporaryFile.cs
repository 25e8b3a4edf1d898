using System.Globalization;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>A file in the temporary directory, gone with the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(ReadOnlySpan<byte> content, string extension = ".safetensors")
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"weights-{Guid.NewGuid():N}{extension}");
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    /// <summary>Whether this process has the file open or mapped, where the system tells.</summary>
    public bool IsHeld =>
        OperatingSystem.IsLinux()
        && (
            File.ReadAllText("/proc/self/maps").Contains(Path, StringComparison.Ordinal)
            || Directory.EnumerateFiles("/proc/self/fd").Any(link => Target(link) == Path)
        );

    /// <summary>Bytes of mappings of the file that are in the memory of this process, on Linux.</summary>
    public long HeldBytes
    {
        get
        {
            long bytes = 0;
            bool isThis = false;
            foreach (string line in File.ReadLines("/proc/self/smaps"))
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                isThis = words[0].EndsWith(':') ? isThis : words[^1] == Path;
                bytes += isThis && words[0] == "Rss:" ? long.Parse(words[1], CultureInfo.InvariantCulture) << 10 : 0;
            }

            return bytes;
        }
    }

    public void Dispose() => File.Delete(Path);

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            return null; // Closed between the listing and the look.
        }
    }
}
