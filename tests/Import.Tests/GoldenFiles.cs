using System.Text.Json;

namespace ResNetGen.Import.Tests;

/// <summary>Files that PyTorch wrote, and what it reads in them.</summary>
internal static class GoldenFiles
{
    private static readonly Lazy<Dictionary<string, Dictionary<string, GoldenTensor>>> All = new(ReadTensors);

    /// <summary>The files whose tensors are known.</summary>
    public static IEnumerable<string> Names => All.Value.Keys;

    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "golden", name);

    public static Checkpoint Open(string name) => Checkpoint.Open(Path(name));

    public static IReadOnlyDictionary<string, GoldenTensor> Tensors(string name) => All.Value[name];

    private static Dictionary<string, Dictionary<string, GoldenTensor>> ReadTensors()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path("tensors.json")));
        return json
            .RootElement.EnumerateObject()
            .ToDictionary(
                file => file.Name,
                file =>
                    file.Value.EnumerateObject()
                        .ToDictionary(
                            tensor => tensor.Name,
                            tensor => new GoldenTensor(
                                tensor.Value[0].GetString()!,
                                string.Join(",", tensor.Value[1].EnumerateArray()),
                                tensor.Value[2].GetString()!
                            )
                        )
            );
    }
}

/// <summary>A tensor as PyTorch reads it.</summary>
/// <param name="Type">Its type in safetensors.</param>
/// <param name="Shape">Its extents, with commas.</param>
/// <param name="Hash">SHA-256 of its values.</param>
internal sealed record GoldenTensor(string Type, string Shape, string Hash);
