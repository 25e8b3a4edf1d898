using System.Text;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Packed files in memory, right ones and wrong ones.</summary>
internal static class PackedBytes
{
    /// <summary>A network's file with the deterministic weights.</summary>
    public static byte[] Of<TModel>(WeightStorage storage = WeightStorage.F32)
        where TModel : class, IImageModel<TModel> =>
        Pack(TModel.Network, DeterministicWeights.Safetensors(TModel.Network), storage);

    public static byte[] Pack(ModelInfo info, byte[] safetensors, WeightStorage storage, VectorWidth? vectors = null)
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(safetensors);
        using MemoryStream stream = new();
        PackedWriter.Write(info, file, storage, vectors, stream, progress: null, CancellationToken.None);
        return stream.ToArray();
    }

    /// <summary>A file's header.</summary>
    public static string Header(byte[] file) =>
        Encoding.UTF8.GetString(file, PackedFormat.PreludeBytes, (int)PackedFormat.ReadHeaderLength(file));

    /// <summary>A file's header, as it is understood.</summary>
    public static PackedHeader ParsedHeader(byte[] file) => PackedHeader.Parse(Encoding.UTF8.GetBytes(Header(file)));

    public static byte[] Payload(byte[] file) =>
        file[(int)PackedFormat.PayloadPosition(PackedFormat.ReadHeaderLength(file))..];

    /// <summary>A file of any header, with the right lengths and checksum.</summary>
    public static byte[] WithHeader(byte[] file, string header) => WithHeader(file, Encoding.UTF8.GetBytes(header));

    /// <summary>A file of any header, with the right lengths and checksum.</summary>
    public static byte[] WithHeader(byte[] file, byte[] header)
    {
        byte[] payload = Payload(file);
        return [.. PackedFormat.WriteStart(header, payload.Length), .. payload];
    }

    /// <summary>What a network ends with on the deterministic input: its logits, or without a classifier its
    /// features.</summary>
    public static float[] Results(IImageModel model)
    {
        float[] images = DeterministicWeights.Input(model.Network.Batch * model.Network.InputLength);
        float[] results = new float[model.Network.Batch * model.Network.ResultLength];
        if (model is IImageClassifier classifier)
        {
            classifier.Forward(images, results);
        }
        else
        {
            model.Embed(images, results);
        }

        return results;
    }
}
