using System.Text;
using System.Text.Json;
using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>Checkpoints whose tensors have names and shapes, and no values: most of a file is a hole, which takes no room.</summary>
internal static class ShapesOnly
{
    /// <summary>Tensors of a declared network.</summary>
    public static Dictionary<string, long[]> Of(NetworkDeclaration declaration) =>
        ExpectedTensors.Of(NetworkShape.Of(declaration)).ToDictionary(one => one.Name, one => one.Shape.ToArray());

    /// <summary>Writes a checkpoint, and gives its path.</summary>
    public static string Write(TemporaryFolder folder, IEnumerable<KeyValuePair<string, long[]>> tensors)
    {
        List<string> entries = [];
        long end = 0;
        foreach ((string name, long[] shape) in tensors)
        {
            long begin = end;
            end += shape.Aggregate(2L, (bytes, extent) => bytes * extent);
            entries.Add(
                $"{JsonSerializer.Serialize(name)}:{{\"dtype\":\"F16\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{begin},{end}]}}"
            );
        }

        byte[] header = Encoding.UTF8.GetBytes($"{{{string.Join(',', entries)}}}");
        string path = folder.Write("model.safetensors", [.. BitConverter.GetBytes((ulong)header.Length), .. header]);
        using FileStream file = File.OpenWrite(path);
        file.SetLength(sizeof(ulong) + header.Length + end);
        return path;
    }

    /// <summary>Recognises the network of such a checkpoint.</summary>
    public static ImportedNetwork Recognise(
        IEnumerable<KeyValuePair<string, long[]>> tensors,
        ImportOptions? options = null,
        Action<TemporaryFolder>? beside = null
    )
    {
        using TemporaryFolder folder = new();
        beside?.Invoke(folder);
        using Checkpoint checkpoint = Checkpoint.Open(Write(folder, tensors));
        return ImportedNetwork.Recognise(checkpoint, options);
    }

    /// <summary>Sees that it is refused.</summary>
    public static string Refuse(
        IEnumerable<KeyValuePair<string, long[]>> tensors,
        ImportOptions? options = null,
        Action<TemporaryFolder>? beside = null
    ) => Assert.Throws<WeightFileException>(() => Recognise(tensors, options, beside)).Message;
}
