using System.Buffers.Binary;

namespace ResNetGen.Imaging.Tests;

public sealed class BmpTests
{
    private static readonly byte[] TwoColours = [1, 2, 3, 250, 251, 252];

    public static TheoryData<string> Files => new(Golden.Names("decoded", "*.bmp"));

    [Theory]
    [MemberData(nameof(Files))]
    public void FileDecodesToPillowsPixels(string name) =>
        Golden.AssertSame(Golden.Load($"decoded/{name}.png").ToRgb(), Golden.Load($"decoded/{name}"));

    [Fact]
    public void RowsFromTheBottomUpAndFromTheTopDown()
    {
        byte[] rows = [3, 2, 1, 0, 252, 251, 250, 0];

        PngTests.AssertPixels(Picture.Decode(Write(1, 2, 24, rows)), 1, 2, 3, [250, 251, 252, 1, 2, 3]);
        PngTests.AssertPixels(Picture.Decode(Write(1, -2, 24, rows)), 1, 2, 3, TwoColours);
    }

    [Fact]
    public void AlphaOf32BitsIsDropped() =>
        PngTests.AssertPixels(Picture.Decode(Write(2, 1, 32, [3, 2, 1, 0, 252, 251, 250, 128])), 2, 1, 3, TwoColours);

    [Theory]
    [InlineData(1, new byte[] { 0b0100_0000, 0, 0, 0 })]
    [InlineData(4, new byte[] { 0x01, 0, 0, 0 })]
    [InlineData(8, new byte[] { 0, 1, 0, 0 })]
    public void PaletteBecomesColour(ushort bits, byte[] row)
    {
        byte[] palette = [3, 2, 1, 0, 252, 251, 250, 0];

        PngTests.AssertPixels(Picture.Decode(Write(2, 1, bits, row, palette)), 2, 1, 3, TwoColours);
    }

    [Fact]
    public void MasksSayWhereTheColoursAre()
    {
        byte[] masks = [0xFF, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0xFF, 0];

        PngTests.AssertPixels(
            Picture.Decode(Write(2, 1, 32, [1, 2, 3, 0, 250, 251, 252, 0], masks, compression: 3)),
            2,
            1,
            3,
            TwoColours
        );
    }

    [Fact]
    public void MissingMasksAreNoticed() =>
        Assert.Contains(
            "ends within its header, after 54 bytes",
            Assert.Throws<PictureException>(() => Picture.Decode(Write(1, 1, 32, [], compression: 3))).Message
        );

    [Fact]
    public void SixteenBitsAreFiveAColour() =>
        PngTests.AssertPixels(
            Picture.Decode(Write(2, 1, 16, [0x00, 0x7C, 0xE0, 0x03])),
            2,
            1,
            3,
            [255, 0, 0, 0, 255, 0]
        );

    [Fact]
    public void BytesBetweenHeaderAndPixelsAreSkipped() =>
        PngTests.AssertPixels(Picture.Decode(Write(1, 1, 24, [3, 2, 1, 0], new byte[10])), 1, 1, 3, [1, 2, 3]);

    [Fact]
    public void OldestHeaderIsRead()
    {
        // csharpier-ignore
        byte[] file = [(byte)'B', (byte)'M', 30, 0, 0, 0, 0, 0, 0, 0, 26, 0, 0, 0, 12, 0, 0, 0, 1, 0, 1, 0, 1, 0, 24, 0, 3, 2, 1, 0];

        PngTests.AssertPixels(Picture.Decode(file), 1, 1, 3, [1, 2, 3]);
    }

    [Theory]
    [InlineData(24, 1, "24 bits a pixel with compression 1")]
    [InlineData(24, 4, "compression 4")]
    [InlineData(2, 0, "2 bits a pixel")]
    public void OtherKindsAreNamed(ushort bits, int compression, string expected)
    {
        byte[] file = Write(1, 1, bits, new byte[64], compression: compression);

        Assert.Contains(expected, Assert.Throws<PictureException>(() => Picture.Decode(file)).Message);
    }

    internal static byte[] Write(
        int width,
        int height,
        ushort bits,
        byte[] pixels,
        byte[]? between = null,
        int compression = 0
    )
    {
        between ??= [];
        byte[] file = new byte[54 + between.Length + pixels.Length];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54 + between.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(28), bits);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(30), compression);
        between.CopyTo(file, 54);
        pixels.CopyTo(file, 54 + between.Length);
        return file;
    }
}
