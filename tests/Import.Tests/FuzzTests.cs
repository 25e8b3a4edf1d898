using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>Real files with a few wrong bytes, the same ones in each run: they are read, or refused with one error.</summary>
public class FuzzTests
{
    private const int Mutations = 400;

    // The files have up to 700 KB; their pickles, which are what becomes objects, up to 20 KB.
    private const long MostBytes = 1 << 25;

    [Theory]
    [InlineData("types.pth")]
    [InlineData("types-legacy.pth")]
    [InlineData("types-protocol4.pth")]
    [InlineData("views.pth")]
    [InlineData("views-legacy.pth")]
    [InlineData("nested.pth")]
    [InlineData("nested-protocol5.pth")]
    [InlineData("beside.pth")]
    [InlineData("beside-legacy4.pth")]
    [InlineData("constant-torchscript.pt")]
    [InlineData("basic-whole-model.pt")]
    [InlineData("basic-training.pth.tar")]
    public void MutatedFilesAreReadOrRefused(string file) => Check(File.ReadAllBytes(GoldenFiles.Path(file)));

    [Fact]
    public void MutatedFilesOfTorchSharpAreReadOrRefused()
    {
        using Checkpoint pytorch = GoldenFiles.Open("basic.pth");
        Check(TorchSharpWriter.Of(pytorch));
    }

    private static void Check(byte[] original)
    {
        using TemporaryFolder folder = new();
        Random random = new(31);
        int refused = 0;
        for (int round = 0; round < Mutations; round++)
        {
            string path = folder.Write("mutated", Mutate(original, random));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using Checkpoint checkpoint = Checkpoint.Open(path);
                foreach (CheckpointTensor tensor in checkpoint.Tensors.Where(tensor => tensor.IsReadable))
                {
                    checkpoint.ReadSingle(tensor, new float[Math.Min(tensor.ElementCount, 64)]);
                }
            }
            catch (WeightException)
            {
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        }

        // Some mutations hit values, which may be anything.
        Assert.InRange(refused, 1, Mutations);
    }

    /// <summary>Up to eight changes, most of them where the pickle or the directory of the archive is.</summary>
    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        int changes = random.Next(1, 9);
        for (int change = 0; change < changes; change++)
        {
            int at = random.Next(3) switch
            {
                0 => random.Next(Math.Min(bytes.Length, 20_000)),
                1 => bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 4_000)),
                _ => random.Next(bytes.Length),
            };
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
        }

        return random.Next(8) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
