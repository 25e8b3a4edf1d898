namespace ResNetGen.Imaging.Tests;

public sealed class PngTests
{
    [Theory]
    [InlineData(1, new byte[] { 0b0110_0000 }, new byte[] { 0, 255, 255 })]
    [InlineData(2, new byte[] { 0b00_01_11_00 }, new byte[] { 0, 85, 255 })]
    [InlineData(4, new byte[] { 0x0A, 0xF0 }, new byte[] { 0, 170, 255 })]
    [InlineData(8, new byte[] { 0, 77, 255 }, new byte[] { 0, 77, 255 })]
    [InlineData(16, new byte[] { 0x00, 0xFF, 0x80, 0x01, 0xFF, 0x00 }, new byte[] { 0x00, 0x80, 0xFF })]
    public void GreyIsSpreadTo8BitsOrItsHigh8BitsAreKept(byte depth, byte[] row, byte[] expected)
    {
        Picture actual = Picture.Decode(PngWriter.Write(3, PngWriter.Grey, depth, [row, row]));

        AssertPixels(actual, 3, 2, 1, [.. expected, .. expected]);
    }

    [Theory]
    [InlineData(8, new byte[] { 10, 0, 20, 128 }, new byte[] { 10, 20 })]
    [InlineData(16, new byte[] { 10, 255, 0, 0, 20, 255, 128, 0 }, new byte[] { 10, 20 })]
    public void GreyWithAlphaLosesItsAlpha(byte depth, byte[] row, byte[] expected) =>
        AssertPixels(Picture.Decode(PngWriter.Write(2, PngWriter.GreyAlpha, depth, [row])), 2, 1, 1, expected);

    [Theory]
    [InlineData(8, new byte[] { 1, 2, 3, 250, 251, 252 })]
    [InlineData(16, new byte[] { 1, 255, 2, 255, 3, 255, 250, 0, 251, 0, 252, 0 })]
    public void ColourIsKeptInOrder(byte depth, byte[] row) =>
        AssertPixels(
            Picture.Decode(PngWriter.Write(2, PngWriter.Rgb, depth, [row])),
            2,
            1,
            3,
            [1, 2, 3, 250, 251, 252]
        );

    [Theory]
    [InlineData(8, new byte[] { 1, 2, 3, 0, 250, 251, 252, 128 })]
    [InlineData(16, new byte[] { 1, 255, 2, 255, 3, 255, 0, 0, 250, 0, 251, 0, 252, 0, 128, 0 })]
    public void AlphaIsDroppedNotComposited(byte depth, byte[] row) =>
        AssertPixels(
            Picture.Decode(PngWriter.Write(2, PngWriter.Rgba, depth, [row])),
            2,
            1,
            3,
            [1, 2, 3, 250, 251, 252]
        );

    [Theory]
    [InlineData(1, new byte[] { 0b0100_0000 })]
    [InlineData(2, new byte[] { 0b00_01_0000 })]
    [InlineData(4, new byte[] { 0x01 })]
    [InlineData(8, new byte[] { 0, 1 })]
    public void PaletteBecomesColour(byte depth, byte[] row)
    {
        (string, byte[]) palette = ("PLTE", [1, 2, 3, 250, 251, 252]);

        AssertPixels(
            Picture.Decode(PngWriter.Write(2, PngWriter.Palette, depth, [row], palette)),
            2,
            1,
            3,
            [1, 2, 3, 250, 251, 252]
        );
    }

    [Fact]
    public void TransparentPaletteEntriesKeepTheirColour()
    {
        byte[] file = PngWriter.Write(
            2,
            PngWriter.Palette,
            8,
            [
                [0, 1],
            ],
            ("PLTE", [1, 2, 3, 250, 251, 252]),
            ("tRNS", [0, 128])
        );

        AssertPixels(Picture.Decode(file), 2, 1, 3, [1, 2, 3, 250, 251, 252]);
    }

    [Fact]
    public void TransparentColourIsKept()
    {
        byte[] grey = PngWriter.Write(
            2,
            PngWriter.Grey,
            8,
            [
                [7, 8],
            ],
            ("tRNS", [0, 7])
        );
        byte[] colour = PngWriter.Write(
            1,
            PngWriter.Rgb,
            8,
            [
                [1, 2, 3],
            ],
            ("tRNS", [0, 1, 0, 2, 0, 3])
        );

        AssertPixels(Picture.Decode(grey), 2, 1, 1, [7, 8]);
        AssertPixels(Picture.Decode(colour), 1, 1, 3, [1, 2, 3]);
    }

    [Fact]
    public void ColoursBeyondThePaletteAreAGreyRampAsInPillow()
    {
        byte[] file = PngWriter.Write(
            2,
            PngWriter.Palette,
            8,
            [
                [0, 200],
            ],
            ("PLTE", [1, 2, 3])
        );

        AssertPixels(Picture.Decode(file), 2, 1, 3, [1, 2, 3, 200, 200, 200]);
    }

    [Fact]
    public void InterlacedPictureIsPutTogether()
    {
        // Adam7 on 3 x 2: pass 1 has (0,0), pass 4 (2,0), pass 6 (1,0), pass 7 the second row.
        byte[] filtered = [0, 10, 0, 12, 0, 11, 0, 20, 21, 22];

        AssertPixels(
            Picture.Decode(PngWriter.WriteRaw(3, 2, PngWriter.Grey, 8, 1, filtered)),
            3,
            2,
            1,
            [10, 11, 12, 20, 21, 22]
        );
    }

    [Fact]
    public void AncillaryChunksAndTrailingBytesDoNotMatter()
    {
        byte[] file =
        [
            .. PngWriter.Write(
                1,
                PngWriter.Grey,
                8,
                [
                    [9],
                ],
                ("gAMA", [0, 0, 0, 1]),
                ("acTL", new byte[8])
            ),
            1,
            2,
            3,
        ];

        AssertPixels(Picture.Decode(file), 1, 1, 1, [9]);
    }

    internal static void AssertPixels(Picture picture, int width, int height, int channels, byte[] expected)
    {
        Assert.Equal((width, height, channels), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal(expected, picture.Pixels.ToArray());
    }
}
