using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace ResNetGen.Cli.Tests.Support;

/// <summary>Safetensors files of made-up weights.</summary>
internal static class WeightFiles
{
    /// <summary>Every tensor of a network, from one seed.</summary>
    public static byte[] For(ModelInfo info)
    {
        Random random = new(2015);
        List<(string Name, int[] Shape)> tensors = [];
        foreach (LayerInfo layer in info.Layers.Where(layer => layer.HasWeights))
        {
            if (layer.BatchNorm is null)
            {
                tensors.Add(($"{layer.Name}.weight", [layer.OutChannels, layer.InChannels]));
                tensors.Add(($"{layer.Name}.bias", [layer.OutChannels]));
                continue;
            }

            tensors.Add(
                (
                    $"{layer.Name}.weight",
                    [layer.OutChannels, layer.InChannels / layer.Groups, layer.Kernel, layer.Kernel]
                )
            );
            foreach (string part in (string[])["weight", "bias", "running_mean", "running_var"])
            {
                tensors.Add(($"{layer.BatchNorm}.{part}", [layer.OutChannels]));
            }
        }

        StringBuilder header = new();
        MemoryStream data = new();
        foreach ((string name, int[] shape) in tensors)
        {
            // Everything positive and small: variances must be, and no sum runs away.
            int count = shape.Aggregate(1, (product, extent) => product * extent);
            float[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() / 8)];
            long start = data.Length;
            data.Write(MemoryMarshal.AsBytes(values.AsSpan()));
            header.Append(start == 0 ? '{' : ',');
            header.Append(
                $$"""
                "{{name}}":{"dtype":"F32","shape":[{{string.Join(
                    ',',
                    shape
                )}}],"data_offsets":[{{start}},{{data.Length}}]}
                """
            );
        }

        byte[] json = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        byte[] length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data.ToArray()];
    }
}
