namespace ResNetGen.Imaging.Tests;

/// <summary>Files that Pillow 9.4 wrote, and the pixels that it reads from them.</summary>
public sealed class SkiaPictureTests
{
    private const int MutationsOfEach = 200;

    private const string Transparent = "transparent.gif";

    public static TheoryData<string> Files =>
        [
            .. ((string[])["*.webp", "*.gif", "*.ico"])
                .SelectMany(pattern => Golden.Names(".", pattern))
                .Where(name => name != Transparent),
        ];

    [Fact]
    public void AllFilesAreThere() => Assert.Equal(19, Files.Count);

    /// <summary>Without a tolerance: both decode WebP with libwebp, lossy ones too.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void FileDecodesToPillowsPixels(string name) =>
        Golden.AssertSame(Golden.Load($"{name}.png"), SkiaPicture.Load(Golden.File(name)));

    [Fact]
    public void TransparentPixelsOfGifAreBlackAndTheOthersPillows()
    {
        Picture expected = Golden.Load($"{Transparent}.png");
        Picture actual = SkiaPicture.Load(Golden.File(Transparent));
        int black = 0;
        for (int pixel = 0; pixel < expected.Pixels.Length; pixel += 3)
        {
            ReadOnlySpan<byte> colour = actual.Pixels.Slice(pixel, 3);
            bool isBlack = colour.IndexOfAnyExcept((byte)0) < 0;
            black += isBlack ? 1 : 0;
            Assert.True(isBlack || colour.SequenceEqual(expected.Pixels.Slice(pixel, 3)), $"sample {pixel}");
        }

        Assert.InRange(black, 10, (9 * 9) - 10);
    }

    [Theory]
    [InlineData("lossless-alpha.webp")]
    [InlineData("lossy-alpha.webp")]
    [InlineData(Transparent)]
    public void TransparentPixelsAreOnTheBackgroundAsInPillow(string name)
    {
        Picture expected = Golden.Load($"{name}.on-77.png");
        using Stream stream = File.OpenRead(Golden.File(name));

        Golden.AssertSame(expected, SkiaPicture.Load(Golden.File(name), background: 77));
        Golden.AssertSame(expected, SkiaPicture.Load(stream, background: 77));
        Golden.AssertSame(expected, SkiaPicture.Decode(Golden.Bytes(name), background: 77));
    }

    [Fact]
    public void TheBackgroundIsPassedOnForOtherFormats()
    {
        byte[] file = PngWriter.Write(
            1,
            PngWriter.Rgba,
            8,
            [
                [10, 20, 30, 0],
            ]
        );

        Assert.Equal([77, 77, 77], SkiaPicture.Decode(file, background: 77).Pixels.ToArray());
        Assert.Equal([10, 20, 30], SkiaPicture.Decode(file).Pixels.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void OrientationIsPassedOn(int orientation)
    {
        Picture picture = SkiaPicture.Load(Golden.File($"oriented-{orientation}.webp"));

        Assert.Equal((PictureOrientation)orientation, picture.Orientation);
        Assert.Equal(orientation < 5 ? (5, 3) : (3, 5), (picture.ToUpright().Width, picture.ToUpright().Height));
    }

    [Theory]
    [InlineData("colour.jpg")]
    [InlineData("palette.bmp")]
    [InlineData("grey.png")]
    public void OtherFormatsArePicturesOwn(string name)
    {
        Picture picture = SkiaPicture.Load(Golden.File(name));

        Golden.AssertSame(Golden.Load(name), picture);
        Golden.AssertSame(picture, SkiaPicture.Decode(Golden.Bytes(name)));
    }

    [Fact]
    public void StreamsAreReadToTheirEnd()
    {
        using MemoryStream stream = new([1, 2, .. Golden.Bytes("lossless.webp")]) { Position = 2 };

        Golden.AssertSame(Golden.Load("lossless.webp.png"), SkiaPicture.Load(stream));
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void PicturesAreDecodedSideBySide()
    {
        string[] names = [.. Golden.Names(".", "*.webp")];
        Parallel.For(
            0,
            8 * names.Length,
            i =>
            {
                string name = names[i % names.Length];
                Golden.AssertSame(Golden.Load($"{name}.png"), SkiaPicture.Load(Golden.File(name)));
            }
        );
    }

    /// <summary>What is missing is no pixel, or the file is refused.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void CutAtEachLength(string name)
    {
        byte[] file = Golden.Bytes(name);
        Picture whole = SkiaPicture.Decode(file);
        int refused = 0;
        for (int length = 0; length < file.Length; length++)
        {
            try
            {
                Golden.AssertSame(whole, SkiaPicture.Decode(file.AsSpan(0, length)));
            }
            catch (PictureException)
            {
                refused++;
            }
        }

        Assert.True(refused > file.Length / 2, $"{refused} of {file.Length}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Mutated(string name)
    {
        byte[] file = Golden.Bytes(name);
        Random random = new(file.Length);
        for (int i = 0; i < MutationsOfEach; i++)
        {
            byte[] mutant = (byte[])file.Clone();
            mutant[random.Next(file.Length)] = (byte)random.Next(256);
            mutant[random.Next(Math.Min(64, file.Length))] ^= (byte)(1 << random.Next(8));
            try
            {
                Picture picture = SkiaPicture.Decode(mutant, maximumPixels: 1 << 20);
                Assert.Equal(picture.Width * picture.Height * picture.Channels, picture.Pixels.Length);
            }
            catch (PictureException) { }
        }
    }

    [Fact]
    public void DamagedFileIsNamed()
    {
        byte[] file = Golden.Bytes("lossless.webp");
        string message = Assert
            .Throws<PictureException>(() => SkiaPicture.Decode(file.AsSpan(0, file.Length / 2), "cat.webp"))
            .Message;

        Assert.StartsWith(
            "cat.webp: expected a picture of a format that SkiaSharp reads (WebP, GIF, ...), or a PNG, JPEG or BMP",
            message
        );
        Assert.Contains("found a damaged or truncated WebP", message);
        Assert.Contains("Copy or download it again", message);
    }

    [Theory]
    [InlineData("49492A0008000000", "TIFF")]
    [InlineData("0000001C6674797061766966", "AVIF")]
    [InlineData("49492A00080000000000000000000000000000000000000000000000000000000000000000000000", "TIFF")]
    [InlineData("DEADBEEF", "4 bytes of no format known here")]
    public void FormatThatNobodyReadsIsNamed(string bytes, string format)
    {
        string message = Assert
            .Throws<PictureException>(() => SkiaPicture.Decode(Convert.FromHexString(bytes), "cat"))
            .Message;

        Assert.Contains($"found {format}. Convert it to an ordinary PNG or JPEG first.", message);
    }

    [Fact]
    public void MissingFilesAndWrongArgumentsAreThoseOfPicture()
    {
        Assert.Contains(
            "found no such file",
            Assert.Throws<PictureException>(() => SkiaPicture.Load("no/such.webp")).Message
        );
        Assert.Contains(
            "SkiaSharp reads",
            Assert.Throws<PictureException>(() => SkiaPicture.Load("no/such.webp")).Message
        );
        Assert.Contains("found no bytes at all", Assert.Throws<PictureException>(() => SkiaPicture.Decode([])).Message);
        Assert.Throws<ArgumentException>(() => SkiaPicture.Load(""));
        Assert.Throws<ArgumentNullException>(() => SkiaPicture.Load((Stream)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => SkiaPicture.Decode([1], maximumPixels: 0));
    }

    [Fact]
    public void LargePicturesAreRefused()
    {
        // The width and height of VP8L, less one, are 14 bits each.
        byte[] file = Golden.Bytes("lossless.webp");
        int size = file.AsSpan().IndexOf("VP8L"u8) + 9;
        file.AsSpan(size, 3).Fill(0xFF);
        file[size + 3] |= 0x0F;

        Assert.Contains(
            "a WebP of 16384 x 16384 pixels, beyond the limit of 178956970 pixels",
            Assert.Throws<PictureException>(() => SkiaPicture.Decode(file)).Message
        );
    }

    [Fact]
    public void LimitIsTheCallers()
    {
        byte[] file = Golden.Bytes("lossless.webp");

        Assert.Equal(37 * 23, SkiaPicture.Decode(file, maximumPixels: 37 * 23).Pixels.Length / 3);
        Assert.Contains(
            "a WebP of 37 x 23 pixels, beyond the limit of 850 pixels",
            Assert.Throws<PictureException>(() => SkiaPicture.Decode(file, maximumPixels: (37 * 23) - 1)).Message
        );
    }

    /// <summary>Skia would take the smaller picture, which is whole.</summary>
    [Fact]
    public void CutIcoIsNotASmallerOne()
    {
        byte[] file = Golden.Bytes("two-sizes.ico");

        Assert.Equal(32, SkiaPicture.Decode(file).Width);
        Assert.Contains(
            "truncated ICO",
            Assert.Throws<PictureException>(() => SkiaPicture.Decode(file.AsSpan(0, file.Length - 1))).Message
        );
    }

    [Fact]
    public void CancelledDecodingEnds() =>
        Assert.Throws<OperationCanceledException>(() =>
            SkiaPicture.Decode(Golden.Bytes("lossless.webp"), cancellationToken: new CancellationToken(canceled: true))
        );
}
