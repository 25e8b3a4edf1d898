using System.Runtime.InteropServices;
using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Agreement;

/// <summary>
/// Parameters that a formula gives, so that reference outputs need no weight file: a value depends only on the seed,
/// the tensor's name and the flat index. FNV-1a of the name, then SplitMix64 (Steele et al. 2014).
/// </summary>
internal static class DeterministicWeights
{
    /// <summary>The seed of all reference files.</summary>
    public const ulong Seed = 2015;

    /// <summary>Values of the network input, in [-2, 2).</summary>
    public static float[] Input(int count) => Tensor("input", count, signed => signed * 2);

    /// <summary>A safetensors file with every tensor of the network.</summary>
    public static byte[] Safetensors(ModelInfo info)
    {
        List<(string Name, long[] Shape, float[] Values)> tensors = [];
        string lastNorm = info.Layers.Any(layer => layer.Name.EndsWith(".conv3", StringComparison.Ordinal))
            ? ".bn3.weight"
            : ".bn2.weight";
        foreach (ExpectedTensor tensor in ExpectedTensors.Of(info))
        {
            tensors.Add((tensor.Name, [.. tensor.Shape], Parameter(tensor.Name, [.. tensor.Shape], lastNorm)));
        }

        StringBuilder header = new("{");
        long offset = 0;
        foreach ((string name, long[] shape, float[] values) in tensors)
        {
            long end = offset + (values.Length * sizeof(float));
            header
                .Append(offset == 0 ? "" : ",")
                .Append(
                    $"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{offset},{end}]}}"
                );
            offset = end;
        }

        byte[] json = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        byte[] file = new byte[sizeof(long) + json.Length + offset];
        BitConverter.TryWriteBytes(file, (long)json.Length);
        json.CopyTo(file, sizeof(long));
        Span<byte> data = file.AsSpan(sizeof(long) + json.Length);
        foreach ((_, _, float[] values) in tensors)
        {
            MemoryMarshal.AsBytes<float>(values).CopyTo(data);
            data = data[(values.Length * sizeof(float))..];
        }

        return file;
    }

    private static float[] Parameter(string name, long[] shape, string lastNorm)
    {
        int count = (int)shape.Aggregate(1L, (product, extent) => product * extent);
        string kind = name[(name.LastIndexOf('.') + 1)..];
        if (shape.Length == 4)
        {
            double bound = Math.Sqrt(6.0 / (shape[1] * shape[2] * shape[3]));
            return Tensor(name, count, signed => signed * bound);
        }

        if (shape.Length == 2)
        {
            double bound = Math.Sqrt(3.0 / shape[1]);
            return Tensor(name, count, signed => signed * bound);
        }

        return kind switch
        {
            "weight" when name.EndsWith(lastNorm, StringComparison.Ordinal) => Tensor(
                name,
                count,
                signed => 0.25 + (0.25 * ((signed + 1) / 2))
            ),
            "weight" => Tensor(name, count, signed => 0.75 + (0.5 * ((signed + 1) / 2))),
            "running_var" => Tensor(name, count, signed => 0.5 + ((signed + 1) / 2)),
            _ => Tensor(name, count, signed => signed * 0.2),
        };
    }

    private static float[] Tensor(string name, int count, Func<double, double> value)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ b) * 1099511628211;
        }

        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            ulong z = (hash ^ Seed) + ((ulong)(i + 1) * 0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            double uniform = (z >> 40) * (1.0 / (1 << 24));
            values[i] = (float)value((2 * uniform) - 1);
        }

        return values;
    }
}
