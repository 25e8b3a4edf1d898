using System.Buffers.Binary;
using System.Text.Json;

namespace ResNetGen.Imaging.Tests;

/// <summary>Whatever the bytes: a picture or a <see cref="PictureException"/>, soon.</summary>
public sealed class DamagedFileTests
{
    private const int MutationsOfEach = 300;

    // One takes long, the other has bytes behind its pixels: it can be cut, as in Pillow.
    private static readonly string[] NotSeeds = ["slow-prog-2000-refine.jpg", "scanner-extra-restart-markers.jpg"];

    private static readonly JsonElement ShortestFiles = JsonDocument.Parse(Golden.Bytes("shortest.json")).RootElement;

    public static TheoryData<string> Seeds =>
        [
            .. Golden
                .Names("decoded", "*.jpg")
                .Except(NotSeeds)
                .Concat(Golden.Names("decoded", "*.bmp"))
                .Select(name => "decoded/" + name),
            "decoded/palette.bmp.png",
            "odd/source.6x5-bicubic.png",
            "odd/grey.png",
        ];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void CutAtEachLength(string name)
    {
        byte[] file = Golden.Bytes(name);
        int shortest = ShortestFiles.TryGetProperty(name, out JsonElement length) ? length.GetInt32() : file.Length;
        for (int i = 0; i < shortest; i++)
        {
            Assert.Throws<PictureException>(() => Picture.Decode(file.AsSpan(0, i)));
        }

        // What Pillow reads lacks no pixel.
        Picture whole = Picture.Decode(file);
        for (int i = shortest; i < file.Length; i++)
        {
            Golden.AssertSame(whole, Picture.Decode(file.AsSpan(0, i)));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mutated(string name)
    {
        byte[] file = Golden.Bytes(name);
        Random random = new(file.Length);
        for (int i = 0; i < MutationsOfEach; i++)
        {
            byte[] mutant = (byte[])file.Clone();
            int mutations = random.Next(1, 5);
            for (int mutation = 0; mutation < mutations; mutation++)
            {
                // Mostly the header, where lengths and sizes are.
                int at = random.Next(2) == 0 ? random.Next(Math.Min(160, file.Length)) : random.Next(file.Length);
                mutant[at] = random.Next(3) switch
                {
                    0 => 0xFF,
                    1 => 0x00,
                    _ => (byte)random.Next(256),
                };
            }

            DecodeOrRefuse(mutant);
        }
    }

    [Theory]
    [InlineData("odd/source.6x5-bicubic.png")]
    [InlineData("decoded/palette.bmp.png")]
    public void MutatedWithSoundChecksums(string name)
    {
        byte[] file = Golden.Bytes(name);
        Random random = new(1);
        for (int i = 0; i < MutationsOfEach; i++)
        {
            DecodeOrRefuse(MutateChunks(file, random));
        }
    }

    [Theory]
    [InlineData(0xFF, 0xD8, 0xFF)]
    [InlineData((byte)'B', (byte)'M', 0)]
    [InlineData(0x89, (byte)'P', (byte)'N')]
    [InlineData(0, 0, 0)]
    public void Noise(byte first, byte second, byte third)
    {
        Random random = new(first);
        for (int length = 3; length < 600; length++)
        {
            byte[] noise = new byte[length];
            random.NextBytes(noise);
            (noise[0], noise[1], noise[2]) = (first, second, third);
            DecodeOrRefuse(noise);
        }
    }

    [Fact]
    public void NegativeChunkLengthDoesNotGoRoundInCircles()
    {
        byte[] file = PngWriter.Write(
            1,
            PngWriter.Grey,
            8,
            [
                [9],
            ],
            ("tEXt", new byte[4])
        );
        int text = file.AsSpan().IndexOf("tEXt"u8);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(text - 4), -12);

        Assert.Throws<PictureException>(() => Picture.Decode(file));
    }

    [Fact]
    public void SmallFileThatInflatesWithoutEndIsReadNoFurtherThanItsPixels()
    {
        byte[] file = PngWriter.WriteRaw(1, 1, PngWriter.Grey, 8, 0, new byte[8 << 20]);
        PngTests.AssertPixels(Picture.Decode(file), 1, 1, 1, [0]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Picture.Decode(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
    }

    [Theory]
    [InlineData(4, "less pixel data than its 2 x 2 pixels take. The file is damaged")]
    [InlineData(3, null)] // Behind a whole row the data may end, as with Pillow.
    public void PixelDataThatEndsWithinARowIsRefused(int length, string? expected)
    {
        byte[] rows = [0, 1, 2, 0, 4, 5];
        byte[] file = PngWriter.WriteRaw(2, 2, PngWriter.Grey, 8, 0, rows[..length]);
        if (expected is null)
        {
            PngTests.AssertPixels(Picture.Decode(file), 2, 2, 1, [1, 2, 0, 0]);
        }
        else
        {
            Assert.Contains(expected, Assert.Throws<PictureException>(() => Picture.Decode(file)).Message);
        }
    }

    [Fact]
    public void FileThatEndsWithinItsPixelDataIsCutShort()
    {
        byte[] file = Golden.Bytes("odd/source.png");
        byte[] bmp = Golden.Bytes("decoded/colour.bmp");

        Assert.Contains(
            "was cut short",
            Assert.Throws<PictureException>(() => Picture.Decode(file.AsSpan(0, file.Length / 2))).Message
        );
        Assert.Contains(
            "was cut short",
            Assert.Throws<PictureException>(() => Picture.Decode(bmp.AsSpan(0, bmp.Length / 2))).Message
        );
    }

    [Fact]
    public void HugeSizesAreRefusedBeforeAnythingIsAllocated()
    {
        byte[] jpeg = Golden.Bytes("decoded/colour.jpg");
        BinaryPrimitives.WriteUInt32BigEndian(
            jpeg.AsSpan(jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]) + 5),
            uint.MaxValue
        );
        byte[][] files =
        [
            PngWriter.WriteRaw(1 << 24, 1 << 24, PngWriter.Rgb, 8, 0, []),
            PngWriter.WriteRaw(-1, 1, PngWriter.Rgb, 8, 0, []),
            BmpTests.Write(int.MaxValue, int.MinValue, 24, new byte[64]),
            BmpTests.Write(1 << 15, 1 << 15, 1, new byte[64]),
            jpeg,
        ];
        foreach (byte[] file in files)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();

            Assert.Contains(
                "beyond the limit of 178956970 pixels",
                Assert.Throws<PictureException>(() => Picture.Decode(file)).Message
            );
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    private static void DecodeOrRefuse(byte[] file)
    {
        try
        {
            Picture picture = Picture.Decode(file);
            Assert.Equal(picture.Width * picture.Height * picture.Channels, picture.Pixels.Length);
        }
        catch (PictureException) { }
    }

    /// <summary>Changes bytes within chunks and mends the checksums, so that the damage gets further.</summary>
    private static byte[] MutateChunks(byte[] file, Random random)
    {
        List<byte> mutant = [.. file[..8]];
        for (int at = 8; at < file.Length; )
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            string type = System.Text.Encoding.ASCII.GetString(file, at + 4, 4);
            byte[] content = file[(at + 8)..(at + 8 + length)];
            if (content.Length > 0 && random.Next(2) == 0)
            {
                content[random.Next(content.Length)] = (byte)random.Next(type == "IHDR" ? 20 : 256);
            }

            mutant.AddRange(PngWriter.Chunk(type, content));
            at += 12 + length;
        }

        return [.. mutant];
    }
}
