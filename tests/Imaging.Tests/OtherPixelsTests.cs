namespace ResNetGen.Imaging.Tests;

/// <summary>Pixels of other decoders, in their orders and with gaps between rows.</summary>
public sealed class OtherPixelsTests
{
    private static readonly byte[] TwoColours = [1, 2, 3, 250, 251, 252];

    [Theory]
    [InlineData(PixelLayout.Rgb, new byte[] { 1, 2, 3, 250, 251, 252 })]
    [InlineData(PixelLayout.Bgr, new byte[] { 3, 2, 1, 252, 251, 250 })]
    [InlineData(PixelLayout.Rgba, new byte[] { 1, 2, 3, 0, 250, 251, 252, 128 })]
    [InlineData(PixelLayout.Bgra, new byte[] { 3, 2, 1, 0, 252, 251, 250, 128 })]
    [InlineData(PixelLayout.Argb, new byte[] { 0, 1, 2, 3, 128, 250, 251, 252 })]
    public void SamplesAreOrderedAndAlphaIsDropped(PixelLayout layout, byte[] pixels)
    {
        PngTests.AssertPixels(Picture.FromPixels(pixels, 2, 1, layout), 2, 1, 3, TwoColours);
        PngTests.AssertPixels(Picture.FromPixels(pixels, 1, 2, layout), 1, 2, 3, TwoColours);

        int half = pixels.Length / 2;
        byte[] withGap = [.. pixels[..half], 77, 78, .. pixels[half..]];
        PngTests.AssertPixels(Picture.FromPixels(withGap, 1, 2, layout, half + 2), 1, 2, 3, TwoColours);
        PngTests.AssertPixels(Picture.FromPixels([.. withGap, 79, 80], 1, 2, layout, half + 2), 1, 2, 3, TwoColours);
    }

    [Fact]
    public void GreyStaysGrey() =>
        PngTests.AssertPixels(Picture.FromPixels([1, 2, 0, 3, 4], 2, 2, PixelLayout.Grey, 3), 2, 2, 1, [1, 2, 3, 4]);

    [Fact]
    public void RowsFromTheBottomUpAreAnOrientation()
    {
        Picture picture = Picture.FromPixels(
            [3, 2, 1, 252, 251, 250],
            1,
            2,
            PixelLayout.Bgr,
            orientation: PictureOrientation.BottomLeft
        );

        PngTests.AssertPixels(picture.ToUpright(), 1, 2, 3, [250, 251, 252, 1, 2, 3]);
    }

    [Fact]
    public void PixelsAreCopied()
    {
        byte[] pixels = [1, 2, 3];
        Picture picture = Picture.FromPixels(pixels, 1, 1, PixelLayout.Rgb);
        pixels[0] = 9;

        Assert.Equal(1, picture.Pixels[0]);
    }

    [Fact]
    public void WrongPixelsAreRefused()
    {
        Assert.Contains(
            "2 x 2 pixels of 4 bytes, 8 bytes from row to row, take 16 bytes, not 15",
            Assert.Throws<ArgumentException>(() => Picture.FromPixels(new byte[15], 2, 2, PixelLayout.Rgba)).Message
        );
        Assert.Contains(
            "take 26 bytes, not 25",
            Assert.Throws<ArgumentException>(() => Make(25, 2, 2, PixelLayout.Bgr, 20)).Message
        );
        Assert.Throws<ArgumentException>(() => Make(17, 2, 2, PixelLayout.Rgba));
        Assert.Contains(
            "take 18446744056529682436 bytes, not 17",
            Assert.Throws<ArgumentException>(() => Make(17, int.MaxValue, int.MaxValue, PixelLayout.Rgba)).Message
        );
        Assert.Contains(
            "A row of 2 pixels of 3 bytes takes 6 bytes",
            Assert.Throws<ArgumentOutOfRangeException>(() => Make(12, 2, 2, PixelLayout.Rgb, 5)).Message
        );
        Assert.Contains(
            "BottomLeft",
            Assert.Throws<ArgumentOutOfRangeException>(() => Make(12, 2, 2, PixelLayout.Rgb, -6)).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(0, 0, 1, PixelLayout.Rgb));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(0, 1, 0, PixelLayout.Rgb));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(3, 1, 1, (PixelLayout)6));

        static Picture Make(int bytes, int width, int height, PixelLayout layout, int? stride = null) =>
            Picture.FromPixels(new byte[bytes], width, height, layout, stride);
    }
}
