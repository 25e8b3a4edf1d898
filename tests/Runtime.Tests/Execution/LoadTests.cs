using System.Text;
using ResNetGen.Weights;
using SafetensorsWriter = ResNetGen.Runtime.Tests.Weights.SafetensorsWriter;

namespace ResNetGen.Runtime.Tests.Execution;

public sealed class LoadTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AFileIsNotNeededOnceItIsLoaded(int threads)
    {
        File.WriteAllBytes(_path, TinyNetwork.Safetensors);
        using TinyBasic model = TinyBasic.Load(_path, threads);
        using (FileStream file = new(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            file.SetLength(0);
        }

        File.Delete(_path);
        CheckLogits(model);
    }

    [Fact]
    public void BytesAreNotNeededOnceTheyAreLoaded()
    {
        byte[] bytes = [.. TinyNetwork.Safetensors];
        using TinyBasic model = TinyBasic.Load(bytes);
        Array.Clear(bytes);
        CheckLogits(model);
    }

    [Fact]
    public void OptionsSayWhichTensorsAreTheNetworks()
    {
        SafetensorsWriter writer = new();
        using SafetensorsFile file = SafetensorsFile.FromBytes(TinyNetwork.Safetensors);
        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            float[] values = new float[tensor.ElementCount];
            file.ReadSingle(tensor, values);
            writer.Add("model." + tensor.Name, [.. tensor.Shape], values);
        }

        byte[] bytes = writer.Add("queue", [1], 0).ToBytes();
        File.WriteAllBytes(_path, bytes);
        Assert.Throws<WeightMismatchException>(() => TinyBasic.Load(_path));
        foreach (
            WeightOptions options in new WeightOptions[]
            {
                new() { Ignore = ["q*"] },
                new() { Prefix = "model" },
            }
        )
        {
            using TinyBasic model = TinyBasic.Load(_path, options);
            CheckLogits(model);
            using TinyBasic same = TinyBasic.Load(bytes, options, threads: 2);
            CheckLogits(same);
        }
    }

    [Fact]
    public void AMissingFileIsRefused() => Assert.Throws<WeightFileException>(() => TinyBasic.Load(_path));

    [Fact]
    public void AFailedLoadLetsGoOfTheFile()
    {
        File.WriteAllText(_path, "no safetensors");
        Assert.Throws<WeightFileException>(() => TinyBasic.Load(_path));

        // Another network's tensors: wrong only when the whole file is known.
        File.WriteAllBytes(_path, Agreement.DeterministicWeights.Safetensors(TinyZeroPad.Network));
        Assert.Throws<WeightMismatchException>(() => TinyBasic.Load(_path, threads: 2));

        // No number in the last tensor: wrong only when all others are packed.
        byte[] notFinite = [.. TinyNetwork.Safetensors];
        BitConverter.TryWriteBytes(notFinite.AsSpan(^sizeof(float)..), float.NaN);
        File.WriteAllBytes(_path, notFinite);
        Assert.Throws<WeightFileException>(() => TinyBasic.Load(_path, threads: 2));

        using (FileStream file = new(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            file.SetLength(0);
            file.Write(TinyNetwork.Safetensors);
        }

        using TinyBasic model = TinyBasic.Load(_path);
        CheckLogits(model);
    }

    [Fact]
    public void BytesThatAreNoFileAreRefused()
    {
        Assert.Throws<WeightFileException>(() => TinyBasic.Load(ReadOnlyMemory<byte>.Empty));
        Assert.Throws<WeightFileException>(() => TinyBasic.Load(Encoding.UTF8.GetBytes("no safetensors at all")));
        Assert.Throws<WeightFileException>(() => TinyBasic.Load(TinyNetwork.Safetensors.AsMemory(..^1)));
    }

    private static void CheckLogits(TinyBasic model)
    {
        float[] logits = new float[TinyNetwork.Logits.Length];
        model.Forward(TinyNetwork.Images, logits);
        Assert.Equal(TinyNetwork.Logits, logits);
    }
}
