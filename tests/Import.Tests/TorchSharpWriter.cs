using System.Runtime.InteropServices;

namespace ResNetGen.Import.Tests;

/// <summary>As TorchSharp writes: .NET's BinaryWriter, whose lengths of strings are in LEB128 too.</summary>
internal sealed class TorchSharpWriter
{
    private readonly MemoryStream _stream = new();
    private readonly BinaryWriter _writer;

    public TorchSharpWriter(int count)
    {
        _writer = new(_stream);
        _writer.Write7BitEncodedInt(count);
    }

    /// <summary>Another checkpoint's tensors: float32, but for the counters of batches.</summary>
    public static byte[] Of(Checkpoint pytorch)
    {
        TorchSharpWriter writer = new(pytorch.Tensors.Count);
        foreach (CheckpointTensor tensor in pytorch.Tensors)
        {
            if (tensor.IsReadable)
            {
                float[] values = new float[tensor.ElementCount];
                pytorch.ReadSingle(tensor, values);
                writer.Tensor(tensor.Name, 6, [.. tensor.Shape], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
            }
            else
            {
                writer.Tensor(tensor.Name, 4, [], BitConverter.GetBytes(17L));
            }
        }

        return writer.Bytes;
    }

    public byte[] Bytes => _stream.ToArray();

    public TorchSharpWriter Tensor(string name, int type, long[] extents, byte[] values)
    {
        _writer.Write(name);
        _writer.Write7BitEncodedInt(type);
        _writer.Write7BitEncodedInt(extents.Length);
        foreach (long extent in extents)
        {
            _writer.Write7BitEncodedInt64(extent);
        }

        _writer.Write(values);
        return this;
    }
}
