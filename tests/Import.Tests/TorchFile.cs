using System.Runtime.InteropServices;
using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>Checkpoints as <c>torch.save</c> writes them.</summary>
internal static class TorchFile
{
    /// <summary>The tensors of a safetensors file, in float32.</summary>
    /// <param name="safetensors">Its bytes.</param>
    /// <param name="prefix">What stands before each name.</param>
    public static byte[] Of(byte[] safetensors, string prefix = "")
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(safetensors);
        PickleBuilder pickle = new PickleBuilder().Op("}(");
        ZipBuilder archive = new();
        foreach ((int index, SafetensorsTensor tensor) in file.Tensors.Index())
        {
            long[] strides = new long[tensor.Shape.Rank];
            long stride = 1;
            for (int axis = strides.Length - 1; axis >= 0; axis--)
            {
                strides[axis] = stride;
                stride *= tensor.Shape[axis];
            }

            float[] values = new float[tensor.ElementCount];
            file.ReadSingle(tensor, values);
            pickle.Text(prefix + tensor.Name).Tensor($"{index}", tensor.ElementCount, 0, [.. tensor.Shape], strides);
            archive.Add($"archive/data/{index}", MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        }

        return archive.Add("archive/data.pkl", pickle.Op("u.").Bytes).Add("archive/version", "3\n"u8.ToArray()).Build();
    }
}
