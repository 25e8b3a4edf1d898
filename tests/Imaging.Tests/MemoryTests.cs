namespace ResNetGen.Imaging.Tests;

/// <summary>
/// Reading a picture takes its pixels and a few rows, whatever its file has for pixels; files are held once.
/// </summary>
public sealed class MemoryTests
{
    private const int Width = 3000;
    private const int Height = 2000;

    // Three rows of 8 bytes a pixel are 72,000 bytes. A copy of the smallest of these pictures would be 6,000,000.
    private const int Margin = 1 << 17;

    [Theory]
    [InlineData(PngWriter.Grey, 1, 0, 1)]
    [InlineData(PngWriter.Grey, 8, 0, 1)]
    [InlineData(PngWriter.Grey, 16, 1, 1)]
    [InlineData(PngWriter.GreyAlpha, 16, 0, 1)]
    [InlineData(PngWriter.Palette, 4, 1, 3)]
    [InlineData(PngWriter.Palette, 8, 0, 3)]
    [InlineData(PngWriter.Rgb, 8, 0, 3)]
    [InlineData(PngWriter.Rgb, 8, 1, 3)]
    [InlineData(PngWriter.Rgba, 8, 0, 3)]
    [InlineData(PngWriter.Rgba, 16, 0, 3)]
    [InlineData(PngWriter.Rgba, 16, 1, 3)]
    public void PngTakesItsPixelsAndAFewRows(byte colourType, byte depth, byte interlace, int channels)
    {
        int samples = colourType switch
        {
            PngWriter.Rgb => 3,
            PngWriter.GreyAlpha => 2,
            PngWriter.Rgba => 4,
            _ => 1,
        };
        byte[] rows = new byte[(Width * samples * depth / 8 * Height) + (4 * Height)]; // With the filters of all passes, and some more.
        byte[] file = PngWriter.WriteRaw(Width, Height, colourType, depth, interlace, rows);

        AssertAllocates(Width * Height * channels, () => Picture.Decode(file));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void BmpTakesItsPixels(ushort bits)
    {
        byte[] file = BmpTests.Write(Width, Height, bits, new byte[Width * Height * bits / 8], between: new byte[1024]);

        AssertAllocates(Width * Height * 3, () => Picture.Decode(file));
    }

    [Fact]
    public void RunLengthBmpTakesItsPixels()
    {
        // csharpier-ignore
        byte[] skipAll = [0, 2, 0, 250, 0, 2, 0, 250, 0, 2, 0, 250, 0, 2, 0, 250, 0, 2, 0, 250, 0, 2, 0, 250, 0, 2, 0, 250, 0, 2, 0, 250];
        byte[] file = BmpTests.Write(Width, Height, 8, skipAll, between: new byte[1024], compression: 1);

        AssertAllocates(Width * Height * 3, () => Picture.Decode(file));
    }

    [Fact]
    public void FileIsHeldOnce()
    {
        string path = Golden.File("coffee.png");
        byte[] file = Golden.Bytes("coffee.png");
        Picture picture = Picture.Decode(file);

        AssertAllocates(file.Length + picture.Pixels.Length, () => Picture.Load(path));
        AssertAllocates(file.Length + picture.Pixels.Length, () => Picture.Load(new MemoryStream(file)));
    }

    [Fact]
    public void StreamOfUnknownLengthIsReadInBlocks()
    {
        byte[] file = Golden.Bytes("coffee.png");
        Picture picture = Picture.Decode(file);

        // Once in blocks, of which the last one may be as long as those before it together, and once in one piece.
        AssertAllocates(
            (3 * file.Length) + picture.Pixels.Length,
            () => Picture.Load(new OneWayStream(file, most: 1000))
        );
        Golden.AssertSame(picture, Picture.Load(new OneWayStream(file, most: 1000)));
    }

    private static void AssertAllocates(int bytes, Func<Picture> read)
    {
        read(); // What is made once for the process.
        long before = GC.GetAllocatedBytesForCurrentThread();
        Picture picture = read();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, picture.Pixels.Length, bytes + Margin);
    }
}
