namespace ResNetGen.Imaging.Tests;

public sealed class PictureTests
{
    [Fact]
    public void ColourBecomesLumaWithPillowsRounding()
    {
        byte[] pixels = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 12, 34, 56];

        PngTests.AssertPixels(new Picture(6, 1, 3, pixels).ToGrey(), 6, 1, 1, [76, 150, 29, 255, 0, 30]);
    }

    [Fact]
    public void LumaOfEveryColourIsTheFormula()
    {
        Picture noise = ResizeTests.Noise(64, 64, 3);
        Picture grey = noise.ToGrey();
        for (int i = 0; i < grey.Pixels.Length; i++)
        {
            ReadOnlySpan<byte> colour = noise.Pixels.Slice(3 * i, 3);
            Assert.Equal(
                ((colour[0] * 19595) + (colour[1] * 38470) + (colour[2] * 7471) + 0x8000) >> 16,
                grey.Pixels[i]
            );
        }
    }

    [Fact]
    public void GreyIsRepeatedInColour() =>
        PngTests.AssertPixels(new Picture(1, 2, 1, [7, 8]).ToRgb(), 1, 2, 3, [7, 7, 7, 8, 8, 8]);

    [Fact]
    public void NothingToConvertIsTheSamePicture()
    {
        Picture grey = new(1, 1, 1, [1]);
        Picture colour = new(1, 1, 3, [1, 2, 3]);

        Assert.Same(grey, grey.ToGrey());
        Assert.Same(colour, colour.ToRgb());
    }

    [Fact]
    public void PixelsAreCopied()
    {
        byte[] pixels = [1];
        Picture picture = new(1, 1, 1, pixels.AsSpan());
        pixels[0] = 2;

        Assert.Equal(1, picture.Pixels[0]);
    }

    [Fact]
    public void WrongPixelsAreRefused()
    {
        Assert.Contains(
            "has 12 samples, not 5",
            Assert.Throws<ArgumentException>(() => new Picture(2, 2, 3, new byte[5].AsSpan())).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(0, 2, 3, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(1, 1, 4, new byte[4].AsSpan()));
    }

    [Theory]
    [InlineData(5, 2, 2)] // A margin of 3: 1.5 is rounded to 2.
    [InlineData(3, 2, 0)] // A margin of 1: 0.5 is rounded to 0.
    [InlineData(4, 2, 1)]
    [InlineData(7, 2, 2)] // 2.5 is rounded to 2.
    public void OddMarginsAreHalvedToEven(int size, int crop, int first)
    {
        byte[] ramp = [.. Enumerable.Range(0, size).Select(i => (byte)i)];
        byte[] expected = [.. ramp.Skip(first).Take(crop)];

        PngTests.AssertPixels(new Picture(size, 1, 1, ramp.AsSpan()).CropCentre(1, crop), crop, 1, 1, expected);
        PngTests.AssertPixels(new Picture(1, size, 1, ramp.AsSpan()).CropCentre(crop, 1), 1, crop, 1, expected);
    }

    [Fact]
    public void SmallPicturesStandInBlackWithTheOddRowAfterThem()
    {
        Picture picture = new(2, 1, 1, [8, 9]);

        PngTests.AssertPixels(
            picture.CropCentre(4, 5),
            5,
            4,
            1,
            [0, 0, 0, 0, 0, 0, 8, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        );
    }

    [Fact]
    public void PicturesMayBeCutOnOneSideAndPaddedOnTheOther() =>
        PngTests.AssertPixels(new Picture(3, 1, 1, [1, 2, 3]).CropCentre(3, 1), 1, 3, 1, [0, 2, 0]);

    [Fact]
    public void PicturesAreDecodedSideBySide()
    {
        string[] names = [.. Golden.Names("decoded", "*.*g").Concat(Golden.Names("decoded", "*.bmp"))];
        Picture[] expected = [.. names.Select(name => Golden.Load($"decoded/{name}"))];

        Parallel.For(
            0,
            8 * names.Length,
            i =>
            {
                int file = i % names.Length;
                Golden.AssertSame(expected[file], Golden.Load($"decoded/{names[file]}"));
            }
        );
    }

    [Fact]
    public void StreamsNeedNotSeek()
    {
        byte[] file = PngWriter.Write(
            1,
            PngWriter.Grey,
            8,
            [
                [9],
            ]
        );
        using OneWayStream stream = new(file, most: 1);

        PngTests.AssertPixels(Picture.Load(stream), 1, 1, 1, [9]);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void StreamsAreReadFromWhereTheyStand()
    {
        using MemoryStream stream = new([
            1,
            2,
            .. PngWriter.Write(
                1,
                PngWriter.Grey,
                8,
                [
                    [9],
                ]
            ),
        ])
        {
            Position = 2,
        };

        PngTests.AssertPixels(Picture.Load(stream), 1, 1, 1, [9]);
    }
}
