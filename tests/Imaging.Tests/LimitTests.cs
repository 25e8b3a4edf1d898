namespace ResNetGen.Imaging.Tests;

/// <summary>How large a picture may be, and how long one waits for it.</summary>
public sealed class LimitTests
{
    public static TheoryData<string> Files =>
        ["odd/source.png", "odd/grey.png", "interlaced", "decoded/colour.bmp", "run lengths"];

    [Theory]
    [MemberData(nameof(Files))]
    public void PictureBeyondTheLimitIsRefused(string name)
    {
        byte[] file = File(name);
        Picture picture = Picture.Decode(file);
        int pixels = picture.Width * picture.Height;

        Golden.AssertSame(picture, Picture.Decode(file, maximumPixels: pixels));
        PictureException refused = Assert.Throws<PictureException>(() => Picture.Decode(file, "cat", pixels - 1));
        Assert.Contains(
            $" of {picture.Width} x {picture.Height} pixels, beyond the limit of {pixels - 1} pixels",
            refused.Message
        );
        Assert.EndsWith("Scale it down first.", refused.Message);
        Assert.Throws<PictureException>(() => Picture.Load(new MemoryStream(file), "cat", pixels - 1));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(715_827_864L)]
    public void LimitItselfHasLimits(long maximumPixels)
    {
        byte[] file = File("odd/grey.png");

        Assert.Throws<ArgumentOutOfRangeException>(() => Picture.Decode(file, maximumPixels: maximumPixels));
        Assert.Throws<ArgumentOutOfRangeException>(() => Picture.Load(Golden.File("odd/grey.png"), maximumPixels));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Picture.Load(new MemoryStream(file), maximumPixels: maximumPixels)
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void CancelledDecodingEnds(string name)
    {
        byte[] file = File(name);
        CancellationToken cancelled = new(canceled: true);

        Assert.Throws<OperationCanceledException>(() => Picture.Decode(file, cancellationToken: cancelled));
        Assert.Throws<OperationCanceledException>(() =>
            Picture.Load(new MemoryStream(file), cancellationToken: cancelled)
        );
    }

    [Fact]
    public void CancelledDecodingEndsWithTheRow()
    {
        using CancellationTokenSource stop = new();
        DecodingContext context = new("cat", PictureLimits.Pixels, stop.Token);
        byte[] file = Golden.Bytes("odd/grey.png");
        PngChunks chunks = new(file, context);
        int firstData = chunks.ReadToPixels();
        unsafe
        {
            fixed (byte* bytes = file)
            {
                using PngDataStream data = new(bytes, file.Length, firstData, CancellationToken.None);
                using PngRows rows = new(chunks.Header, data, isApples: false, context);
                int columns = chunks.Header.Width;
                rows.Read(columns);
                stop.Cancel();

                Assert.Throws<OperationCanceledException>(() => rows.Read(columns).Length);
            }
        }
    }

    private static byte[] File(string name) =>
        name switch
        {
            "run lengths" => BmpTests.Write(2, 1, 8, [2, 0, 0, 1], between: new byte[1024], compression: 1),
            "interlaced" => PngWriter.WriteRaw(3, 2, PngWriter.Grey, 8, 1, [0, 10, 0, 12, 0, 11, 0, 20, 21, 22]),
            _ => Golden.Bytes(name),
        };
}
