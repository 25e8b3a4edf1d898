using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>
/// Whatever the bytes, only the documented exception comes out, and what is accepted can be read to its last byte.
/// </summary>
public sealed class HeaderFuzzTests
{
    private static readonly string[] Snippets =
    [
        "{",
        "}",
        "[",
        "]",
        "\"",
        ",",
        ":",
        "null",
        "-1",
        "1e9",
        "0",
        "4",
        "18446744073709551615",
        "9223372036854775808",
        "\\ud800",
        "\\u0000",
        "\"x\"",
        "\"dtype\"",
        "\"shape\"",
        "\"data_offsets\"",
        "\"__metadata__\"",
        "\"F32\"",
        "\"F4\"",
        "{\"a\":\"b\"}",
        "[0,4]",
        " ",
        "\n",
        "ü",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void MutatedFilesAreReadOrRefused(int seed)
    {
        Random random = new(seed);
        int accepted = 0;
        byte[] original = new SafetensorsWriter { Padding = 2 }
            .Metadata("""{"format":"pt"}""")
            .Add("conv1.weight", [2, 1, 1, 1], 1, 2)
            .Add("bn1.weight", "F16", [2], new byte[4])
            .Add("scalar", "F64", [], new byte[8])
            .ToBytes();

        for (int round = 0; round < 5000; round++)
        {
            byte[] bytes = Mutate(original, random);
            try
            {
                using SafetensorsFile file = SafetensorsFile.FromBytes(bytes);
                accepted++;
                foreach (SafetensorsTensor? tensor in file.Tensors.Where(tensor => tensor.IsReadable))
                {
                    file.ReadDouble(tensor, new double[tensor.ElementCount]);
                }

                Assert.True(file.Tensors.Sum(tensor => tensor.ByteLength) < bytes.Length);
            }
            catch (WeightFileException exception)
            {
                Assert.StartsWith("weights in memory: ", exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(accepted, 1, 4999);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        int headerLength = BitConverter.ToInt32(original);
        List<byte> header = original.AsSpan(8, headerLength).ToArray().ToList();
        byte[] data = original.AsSpan(8 + headerLength).ToArray();

        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int at = random.Next(header.Count);
            switch (random.Next(5))
            {
                case 0:
                    header[at] = (byte)random.Next(256);
                    break;
                case 1:
                    header.RemoveRange(at, Math.Min(random.Next(1, 12), header.Count - at - 1));
                    break;
                case 2:
                    header.InsertRange(at, Encoding.UTF8.GetBytes(Snippets[random.Next(Snippets.Length)]));
                    break;
                case 3:
                    header.InsertRange(
                        at,
                        header.GetRange(random.Next(header.Count / 2), random.Next(header.Count / 2))
                    );
                    break;
                default:
                    header[at] = (byte)(header[at] ^ (1 << random.Next(8)));
                    break;
            }
        }

        byte[] file = SafetensorsWriter.File(header.ToArray(), data);
        if (random.Next(10) == 0)
        {
            file[random.Next(8)] = (byte)random.Next(256);
        }

        return random.Next(10) == 0 ? file[..random.Next(file.Length)] : file;
    }
}
