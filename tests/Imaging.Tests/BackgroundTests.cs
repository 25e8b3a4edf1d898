namespace ResNetGen.Imaging.Tests;

/// <summary>What is behind transparent pixels, and around a picture that does not fill the crop.</summary>
public sealed class BackgroundTests
{
    [Theory]
    [InlineData(0, new byte[] { 200, 100, 0, 100, 50, 0, 0, 0, 0 })]
    [InlineData(255, new byte[] { 200, 100, 0, 227, 177, 127, 255, 255, 255 })]
    [InlineData(128, new byte[] { 200, 100, 0, 164, 114, 64, 128, 128, 128 })]
    public void TransparentPixelsAreOnTheGround(byte ground, byte[] expected)
    {
        byte[] file = PngWriter.Write(
            3,
            PngWriter.Rgba,
            8,
            [
                [200, 100, 0, 255, 200, 100, 0, 128, 200, 100, 0, 0],
            ]
        );

        PngTests.AssertPixels(new Preprocessing { Background = ground }.Decode(file), 3, 1, 3, expected);
        PngTests.AssertPixels(
            Preprocessing.TorchvisionV1.Decode(file),
            3,
            1,
            3,
            [200, 100, 0, 200, 100, 0, 200, 100, 0]
        );
    }

    [Fact]
    public void WithoutAGroundTheBorderIsBlack()
    {
        Picture white = new(2, 1, 1, [255, 255]);

        Assert.Equal([0, 0, 255, 255, 0, 0, 0, 0], Levels(Border(4, 2), white));
        Assert.Equal([9, 9, 255, 255, 9, 9, 9, 9], Levels(Border(4, 2) with { Background = 9 }, white));
    }

    private static Preprocessing Border(int height, int width) =>
        new()
        {
            CropMode = CropMode.Border,
            CropHeight = height,
            CropWidth = width,
            Channels = 1,
            Mean = [0],
            StandardDeviation = [1 / 255f],
        };

    private static int[] Levels(Preprocessing preprocessing, Picture picture) =>
        [.. preprocessing.Apply(picture).Select(value => (int)MathF.Round(value))];
}
