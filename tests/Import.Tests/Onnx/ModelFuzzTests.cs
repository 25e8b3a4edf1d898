using ResNetGen.Weights;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>
/// Models with a few wrong bytes or fields, the same ones in each run: they are recognised, or refused with one error. What
/// is recognised can be written.
/// </summary>
public class ModelFuzzTests
{
    private const int Mutations = 500;

    // Models have up to 30 KB.
    private const long MostBytes = 1 << 24;

    [Theory]
    [InlineData("basic", false)]
    [InlineData("basic", true)]
    [InlineData("bottleneck", false)]
    [InlineData("bottleneck", true)]
    [InlineData("zeros", false)]
    [InlineData("zeros", true)]
    public void MutatedModelsAreRecognisedOrRefused(string network, bool keepsFields)
    {
        byte[] original = new NetworkWriter(
            network switch
            {
                "basic" => Declared.Even,
                "bottleneck" => Declared.Grouped,
                _ => Declared.ZeroPad,
            }
        ).Write();
        Random random = new(31);
        (int refused, int recognised) = (0, 0);
        for (int round = 0; round < Mutations; round++)
        {
            byte[] bytes = original;
            int changes = random.Next(1, 4);
            for (int change = 0; change < changes; change++)
            {
                bytes = keepsFields ? ProtobufMutation.Change(bytes, random) : Change(bytes, random);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                // Kept a model by its first bytes.
                using Checkpoint checkpoint = Checkpoint.Open("model.onnx", bytes);
                ImportedNetwork.Recognise(checkpoint).WriteSafetensors(Stream.Null);
                recognised++;
            }
            catch (WeightException)
            {
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        }

        // Some mutations hit values, which may be anything.
        Assert.InRange(recognised, Mutations / 20, Mutations);
        Assert.InRange(refused, Mutations / 20, Mutations);
    }

    private static byte[] Change(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        int at = random.Next(bytes.Length);
        switch (random.Next(4))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.AsSpan(at, Math.Min(4, bytes.Length - at)).Fill((byte)(random.Next(2) * 255));
                break;
            default:
                int from = random.Next(bytes.Length);
                int length = Math.Min(random.Next(1, 40), bytes.Length - Math.Max(at, from));
                bytes.AsSpan(from, length).ToArray().CopyTo(bytes, at);
                break;
        }

        return random.Next(16) == 0 ? bytes[..random.Next(1, bytes.Length)] : bytes;
    }
}
