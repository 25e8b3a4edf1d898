using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace ResNetGen.Cli.Bench;

/// <summary>
/// Weights for a network whose time is measured without trained ones: the same at each call, and of the scale of He et
/// al. 2015 ("Delving Deep into Rectifiers"), so that activations neither overflow nor vanish into denormals, which
/// processors are slow at.
/// </summary>
internal static class MadeUpWeights
{
    private const int Seed = 2015;

    // Each block adds this part of its input's scale to its shortcut: at 1, deep networks would overflow.
    private const float LastNorm = 0.25f;

    /// <summary>A safetensors file of them.</summary>
    public static byte[] Safetensors(ModelInfo info)
    {
        IReadOnlyList<Tensor> tensors = [.. Tensors(info)];
        StringBuilder header = new("{");
        long end = 0;
        foreach (Tensor tensor in tensors)
        {
            long start = end;
            end += tensor.Count * sizeof(float);
            header.Append(start == 0 ? "" : ",");
            header.Append(
                $$"""
                "{{tensor.Name}}":{"dtype":"F32","shape":[{{string.Join(
                    ',',
                    tensor.Shape
                )}}],"data_offsets":[{{start}},{{end}}]}
                """
            );
        }

        byte[] json = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        byte[] file = new byte[sizeof(long) + json.Length + end];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, sizeof(long));
        Fill(file.AsSpan(sizeof(long) + json.Length), tensors);
        return file;
    }

    /// <summary>Images, normalised as if from a data set.</summary>
    public static float[] Images(int length)
    {
        Random random = new(Seed);
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan())
        {
            value = Signed(random) * 2;
        }

        return values;
    }

    private static void Fill(Span<byte> data, IReadOnlyList<Tensor> tensors)
    {
        Random random = new(Seed);
        foreach (Tensor tensor in tensors)
        {
            Span<byte> bytes = data[..(int)(tensor.Count * sizeof(float))];
            Span<float> values = MemoryMarshal.Cast<byte, float>(bytes);
            values.Fill(tensor.Value);
            if (tensor.Bound > 0)
            {
                foreach (ref float value in values)
                {
                    value = Signed(random) * tensor.Bound;
                }
            }

            data = data[bytes.Length..];
        }
    }

    private static IEnumerable<Tensor> Tensors(ModelInfo info)
    {
        string last = info.Layers.Any(layer => layer.Name.EndsWith(".conv3", StringComparison.Ordinal))
            ? ".conv3"
            : ".conv2";
        foreach (LayerInfo layer in info.Layers.Where(layer => layer.HasWeights))
        {
            if (layer.BatchNorm is null)
            {
                float linear = MathF.Sqrt(3f / layer.InChannels);
                yield return new Tensor($"{layer.Name}.weight", [layer.OutChannels, layer.InChannels], Bound: linear);
                yield return new Tensor($"{layer.Name}.bias", [layer.OutChannels]);
                continue;
            }

            int channels = layer.InChannels / layer.Groups;
            float bound = MathF.Sqrt(6f / (channels * layer.Kernel * layer.Kernel));
            bool isLast = layer.Name.EndsWith(last, StringComparison.Ordinal);
            yield return new Tensor(
                $"{layer.Name}.weight",
                [layer.OutChannels, channels, layer.Kernel, layer.Kernel],
                Bound: bound
            );
            yield return new Tensor($"{layer.BatchNorm}.weight", [layer.OutChannels], isLast ? LastNorm : 1);
            yield return new Tensor($"{layer.BatchNorm}.bias", [layer.OutChannels]);
            yield return new Tensor($"{layer.BatchNorm}.running_mean", [layer.OutChannels]);
            yield return new Tensor($"{layer.BatchNorm}.running_var", [layer.OutChannels], 1);
        }
    }

    private static float Signed(Random random) => (2 * random.NextSingle()) - 1;

    /// <summary>A tensor of one value, or of values between plus and minus a bound.</summary>
    private sealed record Tensor(string Name, int[] Shape, float Value = 0, float Bound = 0)
    {
        public long Count => Shape.Aggregate(1L, (product, extent) => product * extent);
    }
}
