using System.Text;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>
/// A file that is not whole, or not for this network and version, is refused with one message that says what to do.
/// </summary>
public sealed class PackedMalformedTests
{
    private const string Again =
        "pack the weights again with this version: PackedWeights.Pack<T>, or for a network that 'resnetgen list' has: resnetgen pack MODEL WEIGHTS -o FILE.";

    private static readonly byte[] Good = PackedBytes.Of<TinyBasic>();
    private static readonly string Header = PackedBytes.Header(Good);

    [Fact]
    public void CutShortAnywhere()
    {
        long payload = PackedFormat.PayloadPosition(Header.Length);
        foreach (
            int length in (int[])
                [4, 7, 8, 12, 30, 39, 40, 41, 40 + Header.Length, (int)payload, (int)payload + 1, Good.Length - 1]
        )
        {
            string message = Refused(Good[..length]).Message;
            Assert.Contains(
                length < 40
                    ? $"the file has {length} bytes, where a packed file begins with 40"
                    : $"the file has {length} bytes, where its header says {Good.Length}",
                message,
                StringComparison.Ordinal
            );
            Assert.EndsWith("It is cut short: copy it again, or " + Again, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void BytesBehindTheEnd() =>
        Refused(
            [.. Good, 0],
            $"the file has {Good.Length + 1} bytes, where its header says {Good.Length}. It is damaged: copy it again, or "
                + Again
        );

    [Fact]
    public void SentAsText()
    {
        byte[] text = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Good).Replace("\r\n", "\n"));
        Refused(
            text,
            "those of a packed file that was changed on its way (at byte 0). Copy it again as a binary file, not as text."
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    public void AnotherVersionOfTheFormat(byte version)
    {
        byte[] file = [.. Good];
        file[8] = version;
        Refused(
            file,
            $"the file has version {version} of the format, and this program reads version 2. If it is whole, another version wrote it: "
                + Again
        );
    }

    [Theory]
    [InlineData(0xffff_ffff)]
    [InlineData(0x7fff_ffff)]
    [InlineData((16 << 20) + 1)]
    [InlineData(1 << 20)]
    public void AHeaderOutOfBounds(uint length)
    {
        byte[] file = [.. Good];
        BitConverter.TryWriteBytes(file.AsSpan(12), length);
        Refused(file, $"the file says that its header has {length} bytes");
    }

    // The header's checksum covers the prelude too; lengths and magic are looked at before.
    [Fact]
    public void AnyBitBeforeTheContent()
    {
        long payload = PackedFormat.PayloadPosition(Header.Length);
        byte[] file = [.. Good];
        for (int i = 0; i < payload; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                file[i] ^= (byte)(1 << bit);
                if (i < 4)
                {
                    // So changed, it may be anything.
                    Assert.Throws<WeightFileException>(() => TinyBasic.Load(file));
                }
                else
                {
                    Refused(file);
                }

                file[i] ^= (byte)(1 << bit);
            }
        }
    }

    [Fact]
    public void ABitOfTheContentIsFoundWhenAskedFor()
    {
        for (int i = 0; i < 20; i++)
        {
            byte[] file = [.. Good];
            file[^(1 + (i * 997))] ^= (byte)(1 << (i % 8));
            using TemporaryFile damaged = new(file, ".packed");
            using (TinyBasic.Load(damaged.Path)) { }

            WeightFileException exception = Assert.Throws<WeightFileException>(() =>
                PackedWeights.Verify(damaged.Path)
            );
            Assert.StartsWith(
                $"{damaged.Path}: the content has the hash ",
                exception.Message,
                StringComparison.Ordinal
            );
            Assert.EndsWith("It is damaged: copy it again, or " + Again, exception.Message, StringComparison.Ordinal);
            Assert.False(damaged.IsHeld);
        }
    }

    public static TheoryData<string, string, string, string> Crafted { get; } =
        new()
        {
            {
                "layout",
                "\"layout\":5",
                "\"layout\":6",
                "the weights are packed in layout 6, and this version reads layout 5. P" + Again[1..]
            },
            { "no number", "\"layout\":5", "\"layout\":5.5", "not as this version writes it" },
            { "plan", "\"plan\":\"", "\"plan\":\"0", "packed for \"[ResNet(" },
            {
                "large number",
                "\"layout\":5",
                "\"layout\":2147483648",
                "layout is \"2147483648\", where a whole number of at most 2147483647 is expected"
            },
            { "white space", "\"layout\":5", "\"layout\": 4", "it is written in another way" },
            { "twice", "\"layout\":5", "\"layout\":5,\"layout\":5", "it is not the JSON of a packed file's header" },
            { "one more", "\"layout\":5", "\"layout\":5,\"x\":1", "it is not the JSON of a packed file's header" },
            { "one less", "\"layout\":5,", "", "it is not the JSON of a packed file's header" },
            { "null", "\"name\":\"conv1.bias\"", "\"name\":null", "name is null" },
            { "no text", "\"name\":\"conv1.bias\"", "\"name\":1", "it is not the JSON of a packed file's header" },
            {
                "surrogate",
                "\"name\":\"conv1.bias\"",
                "\"name\":\"\\ud800\"",
                "it is not the JSON of a packed file's header"
            },
            { "type", "\"type\":\"F32\"", "\"type\":\"F64\"", "type \"F64\" is none of F32, BF16 and F16" },
            { "unknown type", "\"type\":\"F32\"", "\"type\":\"\"", "type \"\" is none of F32, BF16 and F16" },
            {
                "narrower type",
                "\"type\":\"F32\"",
                "\"type\":\"F16\"",
                "the header contradicts itself: conv1.bias has 32 values, where 16 are expected"
            },
            { "form", "\"form\":\"packed\"", "\"form\":\"blocked\"", "form \"blocked\" is none" },
            {
                "kernel",
                "\"form\":\"packed\"",
                "\"form\":\"kernel\"",
                "the header contradicts itself: conv1.bias is stored as a kernel before its transform, and has none"
            },
            {
                "another name",
                "\"name\":\"conv1.bias\"",
                "\"name\":\"conv2.bias\"",
                "the header contradicts itself: \"conv2.bias\" is there, where conv1.bias is expected"
            },
            {
                "offset",
                "\"offset\":64",
                "\"offset\":128",
                "part \"conv1.weight\" has 1728 bytes from 128, where the part before it ends at 64"
            },
            {
                "overlap",
                "\"offset\":64",
                "\"offset\":0",
                "part \"conv1.weight\" has 1728 bytes from 0, where the part before it ends at 64"
            },
            { "negative offset", "\"offset\":0", "\"offset\":-64", "part \"conv1.bias\" has 64 bytes from -64" },
            { "no bytes", "\"bytes\":64", "\"bytes\":0", "part \"conv1.bias\" has 0 bytes" },
            { "negative", "\"bytes\":64", "\"bytes\":-64", "part \"conv1.bias\" has -64 bytes" },
            {
                "too many",
                "\"bytes\":1728",
                "\"bytes\":9223372036854775807",
                "part \"conv1.weight\" has 9223372036854775807 bytes"
            },
            { "beyond number", "\"bytes\":1728", "\"bytes\":9223372036854775808", "not as this version writes it" },
            { "an array", "{\"model\"", "[{\"model\"", "it is not the JSON of a packed file's header" },
        };

    [Theory]
    [MemberData(nameof(Crafted))]
    public void AHeaderThatNoPackerWrites(string what, string old, string @new, string message)
    {
        int at = Header.IndexOf(old, StringComparison.Ordinal);
        Refused(PackedBytes.WithHeader(Good, Header[..at] + @new + Header[(at + old.Length)..]), message);
        Assert.NotEmpty(what);
    }

    [Fact]
    public void AHeaderOfNothing()
    {
        Refused(PackedBytes.WithHeader(Good, ""), "it is not the JSON of a packed file's header");
        Refused(PackedBytes.WithHeader(Good, "{}"), "it is not the JSON of a packed file's header");
        Refused(
            PackedBytes.WithHeader(Good, [(byte)'"', 0xff, (byte)'"']),
            "it is not the JSON of a packed file's header"
        );
        Refused(PackedBytes.WithHeader(Good, new string('[', 1000)), "it is not the JSON of a packed file's header");
    }

    [Fact]
    public void PartsThatEndBeforeTheFile()
    {
        int last = Header.LastIndexOf(",{\"name\"", StringComparison.Ordinal);
        Refused(PackedBytes.WithHeader(Good, Header[..last] + "]}"), "the parts of the header are ");
        Refused(
            PackedBytes.WithHeader(
                Good,
                Header[..(Header.IndexOf("\"parts\":[", StringComparison.Ordinal) + 9)] + "]}"
            ),
            "the parts of the header are 0 bytes"
        );
    }

    [Fact]
    public void BytesInTheFilling()
    {
        byte[] file = [.. Good];
        file[PackedFormat.PreludeBytes + Header.Length] = 1;
        Refused(
            file,
            $"there are other bytes than zeros between the header and the content (at byte {PackedFormat.PreludeBytes + Header.Length})"
        );
    }

    [Fact]
    public void AnotherNetwork()
    {
        string message = Refused<TinyBasicOfSixClasses>(Good).Message;
        Assert.Equal(
            "weights in memory: packed for \"[ResNet(BlockType.Basic, 1, 1, Stem = Stem.Conv3x3, BaseWidth = 8, InputHeight = 9, InputWidth = 11, Classes = 5, Batch = 3)]\" "
                + "(\"ResNetGen.Runtime.Tests.Execution.TinyBasic\"), where weights of "
                + "\"[ResNet(BlockType.Basic, 1, 1, Stem = Stem.Conv3x3, BaseWidth = 8, InputHeight = 9, InputWidth = 11, Classes = 6)]\" "
                + "(\"ResNetGen.Runtime.Tests.Weights.TinyBasicOfSixClasses\") are expected: a stride, an algorithm or a layer without weights is another. "
                + "Give this network's file, or pack its weights: PackedWeights.Pack<T>, or for a network that 'resnetgen list' has: resnetgen pack MODEL WEIGHTS -o FILE.",
            message
        );
        Assert.Contains(
            " are expected: conv1.weight has 432 values, where 144 are expected. ",
            Refused<TinyZeroPad>(Good).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "values, where ",
            Refused<SmallMapSixteen>(PackedBytes.Of<SmallMapOne>()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void TheSameDeclarationLaidOutInAnotherWay()
    {
        int at = Header.IndexOf("\"plan\":\"", StringComparison.Ordinal) + 8;
        string plan = Header[..at] + new string('0', 32) + Header[(at + 32)..];
        Assert.EndsWith(
            "as another version lays it out (a stride, an algorithm or a layer without weights is another). P"
                + Again[1..],
            Refused(PackedBytes.WithHeader(Good, plan)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void APackedFileIsNoSafetensors()
    {
        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            SafetensorsFile.FromBytes(Good, "x.packed")
        );
        Assert.Equal(
            "x.packed: this is a packed file, not safetensors. Load takes it as it is; to pack again, give the safetensors file that it came from.",
            exception.Message
        );
    }

    [Fact]
    public void SafetensorsAreNoPackedFile()
    {
        using TemporaryFile file = new(TinyNetwork.Safetensors);
        WeightFileException exception = Assert.Throws<WeightFileException>(() => PackedWeights.Verify(file.Path));
        Assert.Equal(
            $"{file.Path}: this is no packed file. Pack the weights: PackedWeights.Pack<T>, or for a network that 'resnetgen list' has: resnetgen pack MODEL WEIGHTS -o FILE.",
            exception.Message
        );
        Assert.False(file.IsHeld);
        Assert.Throws<WeightFileException>(() => PackedWeights.Verify("no such file"));
    }

    [Fact]
    public void AFileThatIsRefusedIsLetGo()
    {
        byte[] changed = [.. Good];
        changed[24] ^= 1;
        foreach (
            byte[] bytes in (byte[][])[Good[..^1], changed, PackedBytes.Of<TinyZeroPad>(), [.. Good, 1], Good[..20]]
        )
        {
            using TemporaryFile file = new(bytes, ".packed");
            WeightFileException exception = Assert.Throws<WeightFileException>(() => TinyBasic.Load(file.Path));
            Assert.StartsWith(file.Path + ": ", exception.Message, StringComparison.Ordinal);
            Assert.False(file.IsHeld);
        }
    }

    /// <summary>
    /// Whatever is changed in a header, also with the right checksum, it is refused, or what it changed did not matter.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void MutatedHeadersAreReadOrRefused(int seed)
    {
        Random random = new(seed);
        byte[] header = Encoding.UTF8.GetBytes(Header);
        int accepted = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] file = PackedBytes.WithHeader(Good, Mutate(header, random));
            if (random.Next(4) == 0)
            {
                file = file[..random.Next(4, file.Length)];
            }

            try
            {
                using TinyBasic model = TinyBasic.Load(file);
                Assert.Equal(TinyNetwork.Logits, PackedBytes.Results(model));
                accepted++;
            }
            catch (WeightFileException exception)
            {
                Assert.StartsWith("weights in memory: ", exception.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', exception.Message);
            }
        }

        Assert.InRange(accepted, 1, 1999);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        List<byte> header = [.. original];
        for (int count = random.Next(1, 3); count > 0; count--)
        {
            int at = random.Next(header.Count);
            switch (random.Next(4))
            {
                case 0:
                    header[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    header[at] = (byte)"0123456789-\"{}[],:eF"[random.Next(20)];
                    break;
                case 2:
                    header.RemoveRange(at, Math.Min(random.Next(1, 100), header.Count - at));
                    header.Add((byte)'}');
                    break;
                default:
                    header.InsertRange(
                        at,
                        header.GetRange(at / 2, Math.Min(random.Next(100), header.Count - (at / 2)))
                    );
                    break;
            }
        }

        return [.. header];
    }

    private static WeightFileException Refused(byte[] file, string message = "") => Refused<TinyBasic>(file, message);

    private static WeightFileException Refused<TModel>(byte[] file, string message = "")
        where TModel : class, IImageModel<TModel>
    {
        WeightFileException exception = Assert.Throws<WeightFileException>(() => TModel.Load(file));
        Assert.StartsWith("weights in memory: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Matches("(C|c)opy it again|(P|p)ack (it|the weights) again|pack its weights", exception.Message);
        return exception;
    }
}
