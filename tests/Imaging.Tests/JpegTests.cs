using System.Buffers;

namespace ResNetGen.Imaging.Tests;

public sealed class JpegTests
{
    private const int MutationsOfEach = 5;

    public static TheoryData<string> Files => new(Golden.Names("decoded", "*.jpg"));

    [Theory]
    [MemberData(nameof(Files))]
    public void FileDecodesToPillowsPixels(string name) =>
        Golden.AssertSame(Golden.Load($"decoded/{name}.png"), Golden.Load($"decoded/{name}"));

    /// <summary>Every sampling, way of coding and colour space; files without their last scans; damaged ones.</summary>
    [Theory]
    [InlineData("sound", 2533)]
    [InlineData("incomplete", 1113)]
    [InlineData("damaged", 1254)]
    public void CorpusDecodesToPillowsPixels(string corpus, int count)
    {
        JpegSample[] samples = [.. JpegCorpus.Read(corpus)];

        Assert.Equal(count, samples.Length);
        Assert.Empty(
            samples.Where(sample => JpegCorpus.Describe(sample.Bytes) != sample.Expected).Select(sample => sample.Name)
        );
    }

    /// <summary>
    /// No pixel comes from memory that somebody else had: a picture is the same whatever was there before.
    /// </summary>
    [Fact]
    public void DamagedFilesDecodeToTheSamePixelsTwice()
    {
        Random random = new(1);
        foreach (JpegSample sample in JpegCorpus.Read("damaged"))
        {
            for (int i = 0; i < MutationsOfEach; i++)
            {
                byte[] mutant = (byte[])sample.Bytes.Clone();
                mutant[random.Next(mutant.Length)] ^= (byte)(1 << random.Next(8));
                mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
                string first = JpegCorpus.Describe(mutant);
                DirtyMemory(mutant.Length, (byte)random.Next(256));

                Assert.Equal(first, JpegCorpus.Describe(mutant));
            }
        }
    }

    [Fact]
    public void BytesAfterTheEndMarkerDoNotMatter()
    {
        byte[] file = Golden.Bytes("decoded/colour.jpg");

        Golden.AssertSame(Picture.Decode(file), Picture.Decode([.. file, .. file, 1, 2, 3]));
    }

    /// <summary>The first EXIF counts, and those behind it are passed over, whatever is in them.</summary>
    [Fact]
    public void SegmentsOfApplicationsAreNotLookedInto()
    {
        byte[] file = Golden.Bytes("decoded/colour.jpg");
        byte[] exif = [.. "Exif\0\0MM\0*\0\0\0\b\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006\0\0\0\0\0\0"u8];
        byte[] second = [.. "Exif\0\0"u8, 0xFF, 0xD9, 0xFF, 0xC0, 0xFF, 0xD8, .. Golden.Bytes("decoded/grey.jpg")];
        byte[] others =
        [
            .. Enumerable
                .Range(0xE1, 15)
                .SelectMany(marker => Segment((byte)marker, [0xFF, 0xC2, 0xFF, 0xDA, 0xFF, 0xD9])),
        ];

        Picture picture = Picture.Decode([
            .. file[..2],
            .. Segment(0xE1, exif),
            .. Segment(0xE1, second),
            .. others,
            .. file[2..],
        ]);

        Golden.AssertSame(Picture.Decode(file), picture);
        Assert.Equal(PictureOrientation.RightTop, picture.Orientation);

        static byte[] Segment(byte marker, byte[] payload) =>
            [0xFF, marker, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2), .. payload];
    }

    /// <summary>ITU-T T.81, B.5: restart intervals and colours of the one do not count for the other.</summary>
    [Fact]
    public void ImageMayStandBehindOneOfTablesAlone()
    {
        byte[] file = Golden.Bytes("decoded/colour.jpg");
        byte[] tables = [0xFF, 0xD8, 0xFF, 0xDD, 0, 4, 0, 1, 0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0];

        Golden.AssertSame(Picture.Decode(file), Picture.Decode([.. tables, 0xFF, 0xD9, .. file]));
    }

    [Fact]
    public void SidesBeyondLibjpegsAreRefused()
    {
        byte[] file = Golden.Bytes("decoded/colour.jpg");
        int frame = file.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        new byte[] { 0, 1, 0xFF, 0xDD }.CopyTo(file, frame + 5);

        Assert.Contains(
            "65501 x 1 pixels, where libjpeg stops at 65500 a side",
            Assert.Throws<PictureException>(() => Picture.Decode(file)).Message
        );
    }

    [Fact]
    public void MissingQuantisationAndFramesAreNoticed()
    {
        byte[] file = Golden.Bytes("decoded/colour.jpg");
        foreach (byte marker in (byte[])[0xDB, 0xC0])
        {
            Assert.Throws<PictureException>(() => Picture.Decode(Without(file, marker)));
        }
    }

    [Fact]
    public void MissingHuffmanTablesAreTheStandardOnes()
    {
        // Frames of Motion JPEG have none; Pillow's encoder uses the standard's.
        byte[] file = Golden.Bytes("decoded/colour.jpg");
        byte[] without = file;
        while (without.AsSpan().IndexOf<byte>([0xFF, 0xC4]) >= 0)
        {
            without = Without(without, 0xC4);
        }

        Golden.AssertSame(Picture.Decode(file), Picture.Decode(without));
        byte[] progressive = Golden.Bytes("decoded/progressive.jpg");
        PictureException refused = Assert.Throws<PictureException>(() => Picture.Decode(Without(progressive, 0xC4)));
        Assert.Contains("Huffman table", refused.Message);
    }

    [Theory]
    [InlineData(0xC9, "arithmetic")]
    [InlineData(0xC3, "lossless")]
    public void OtherProcessesAreNamed(byte marker, string expected)
    {
        byte[] file = Golden.Bytes("decoded/colour.jpg");
        file[file.AsSpan().IndexOf<byte>([0xFF, 0xC0]) + 1] = marker;

        Assert.Contains(expected, Assert.Throws<PictureException>(() => Picture.Decode(file)).Message);
    }

    [Theory]
    [InlineData(12, 3, "12 bits a sample")]
    [InlineData(8, 2, "2 components")]
    public void OtherKindsOfSamplesAreNamed(byte bits, byte components, string expected)
    {
        byte[] file = Golden.Bytes("decoded/colour.jpg");
        int frame = file.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        file[frame + 4] = bits;
        if (components != 3)
        {
            file =
            [
                .. file[..(frame + 3)],
                (byte)(8 + (3 * components)),
                .. file[(frame + 4)..(frame + 9)],
                components,
                .. file[(frame + 10)..(frame + 10 + (3 * components))],
                .. file[(frame + 19)..],
            ];
        }

        Assert.Contains(expected, Assert.Throws<PictureException>(() => Picture.Decode(file)).Message);
    }

    [Fact]
    public void ScansWithMoreDataThanPixelsCanNeedAreRefused()
    {
        // The last scan of a progressive file, once more and more often.
        byte[] file = Golden.Bytes("decoded/progressive.jpg");
        int last = file.AsSpan().LastIndexOf<byte>([0xFF, 0xDA]);
        byte[] Repeat(int times) =>
            [.. file[..last], .. Enumerable.Repeat(file[last..^2], times).SelectMany(scan => scan), 0xFF, 0xD9];

        Golden.AssertSame(Golden.Load("decoded/progressive.jpg.png"), Picture.Decode(Repeat(1)));
        Assert.Equal(45, Picture.Decode(Repeat(10)).Width);
        PictureException refused = Assert.Throws<PictureException>(() => Picture.Decode(Repeat(300)));
        Assert.Contains("more data than 45 x 29 pixels can need", refused.Message);
    }

    [Fact]
    public void SegmentsBetweenScansCount()
    {
        // A table before each scan of a picture of one block: more work than its pixels.
        byte[] file = JpegCorpus
            .Read("sound")
            .First(sample => sample.Name.StartsWith("1x8,grey,11,progressive", StringComparison.Ordinal))
            .Bytes;
        int table = file.AsSpan().LastIndexOf<byte>([0xFF, 0xC4]);
        byte[] flood =
        [
            .. file[..table],
            .. Enumerable.Repeat(file[table..^2], 2000).SelectMany(part => part),
            0xFF,
            0xD9,
        ];

        Assert.Contains("more data than 1 x 8", Assert.Throws<PictureException>(() => Picture.Decode(flood)).Message);
    }

    [Fact]
    public void CancelledDecodingStops()
    {
        foreach (string name in (string[])["colour", "progressive", "grey"])
        {
            byte[] file = Golden.Bytes($"decoded/{name}.jpg");

            Assert.Throws<OperationCanceledException>(() =>
                Picture.Decode(file, cancellationToken: new CancellationToken(canceled: true))
            );
        }
    }

    [Fact]
    public void LimitOfPixelsIsToldByTheHeader()
    {
        byte[] file = Golden.Bytes("decoded/colour.jpg");

        Assert.Equal(45, Picture.Decode(file, maximumPixels: 45 * 29).Width);
        PictureException refused = Assert.Throws<PictureException>(() =>
            Picture.Decode(file, "upload", maximumPixels: (45 * 29) - 1)
        );
        Assert.Contains("upload: expected", refused.Message);
        Assert.Contains("45 x 29 pixels, beyond the limit of 1304 pixels", refused.Message);
    }

    /// <summary>
    /// Beside the pixels: a few rows of samples and the tables; for progressive files, 2.125 bytes a sample too.
    /// </summary>
    [Theory]
    [InlineData("chelsea,420", 0)]
    [InlineData("chelsea,444,progressive", 456 * 304 * 3 * 17 / 8)]
    public void MemoryIsThePixelsAndWhatTheScansNeed(string name, long coefficients)
    {
        byte[] file = JpegCorpus.Read("sound").First(sample => sample.Name == name).Bytes;
        Picture.Decode(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Picture.Decode(file);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        const long Pixels = 451 * 300 * 3;
        const long Rows = 464 * 2 * 16 * 3;
        const long Tables = 12 * 6500;
        Assert.InRange(allocated, Pixels + coefficients, Pixels + coefficients + Rows + Tables);
    }

    /// <summary>Leaves other values in the memory that the next picture gets.</summary>
    private static void DirtyMemory(int length, byte value)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        rented.AsSpan().Fill(value);
        ArrayPool<byte>.Shared.Return(rented);
        byte[] garbage = new byte[1 << 14];
        garbage.AsSpan().Fill(value);
        Span<byte> stack = stackalloc byte[1 << 12];
        stack.Fill(value);
        GC.KeepAlive(garbage);
    }

    private static byte[] Without(byte[] file, byte marker)
    {
        int at = file.AsSpan().IndexOf<byte>([0xFF, marker]);
        int length = 2 + (file[at + 2] << 8) + file[at + 3];
        return [.. file[..at], .. file[(at + length)..]];
    }
}
