namespace ResNetGen.Imaging.Tests;

/// <summary>timm's <c>crop_mode="border"</c>: the whole picture in the crop, with a margin.</summary>
public sealed class CropModeTests
{
    /// <summary>The picture's place in the crop, by timm's <c>ResizeKeepRatio</c> and <c>CenterCropOrPad</c>.</summary>
    [Theory]
    [InlineData(8, 4, 4, 4, 0, 1, 4, 2)] // Halved, a row above and below.
    [InlineData(4, 8, 4, 4, 1, 0, 2, 4)]
    [InlineData(8, 2, 4, 4, 0, 1, 4, 1)] // Of three rows, the odd one is below.
    [InlineData(2, 8, 4, 4, 1, 0, 1, 4)]
    [InlineData(2, 1, 7, 8, 0, 1, 8, 4)] // Scaled up.
    [InlineData(1, 1, 5, 8, 1, 0, 5, 5)]
    [InlineData(4, 4, 4, 4, 0, 0, 4, 4)] // Fits as it is.
    [InlineData(1, 1000, 4, 4, 1, 0, 1, 4)] // At least a column.
    [InlineData(1000, 1, 4, 4, 0, 1, 4, 1)]
    [InlineData(8, 4, 6, 4, 0, 2, 4, 2)] // A crop that is no square.
    [InlineData(8, 4, 2, 9, 2, 0, 4, 2)]
    [InlineData(8, 5, 4, 4, 0, 1, 4, 2)] // Two rows and a half become two,
    [InlineData(8, 7, 4, 4, 0, 0, 4, 4)] // and three and a half become four: halves go to even.
    [InlineData(8, 6, 4, 4, 0, 0, 4, 3)]
    [InlineData(300, 200, 224, 224, 0, 37, 224, 149)] // 149.3
    [InlineData(113, 339, 224, 224, 74, 0, 75, 224)] // 74.67
    public void ThePictureStandsInTheMiddle(
        int width,
        int height,
        int cropHeight,
        int cropWidth,
        int left,
        int top,
        int shownWidth,
        int shownHeight
    )
    {
        Picture white = new(width, height, 1, Enumerable.Repeat((byte)255, width * height).ToArray());

        int[] levels = Levels(Border(cropHeight, cropWidth) with { Background = 9 }, white);

        for (int row = 0; row < cropHeight; row++)
        {
            for (int column = 0; column < cropWidth; column++)
            {
                bool isShown = row >= top && row < top + shownHeight && column >= left && column < left + shownWidth;
                Assert.Equal(isShown ? 255 : 9, levels[(row * cropWidth) + column]);
            }
        }
    }

    [Theory]
    [InlineData(ResizeFilter.Bilinear, 90, 40, 33, 34)] // 90 x 40 becomes 34 x 15.
    [InlineData(ResizeFilter.Bicubic, 90, 40, 33, 34)]
    [InlineData(ResizeFilter.Bicubic, 9, 4, 15, 40)] // 34 x 15
    [InlineData(ResizeFilter.Bilinear, 34, 15, 15, 34)]
    public void ThePictureIsResizedWhole(ResizeFilter filter, int width, int height, int cropHeight, int cropWidth)
    {
        Picture source = ResizeTests.Noise(width, height, 3);
        Preprocessing border = Border(cropHeight, cropWidth) with
        {
            Filter = filter,
            Channels = 3,
            Mean = [0, 0, 0],
            StandardDeviation = [1 / 255f, 1 / 255f, 1 / 255f],
        };

        int[] levels = Levels(border, source);

        Picture expected = source.Resize(34, 15, filter).CropCentre(cropHeight, cropWidth);
        for (int i = 0; i < levels.Length; i++)
        {
            (int channel, int pixel) = Math.DivRem(i, cropHeight * cropWidth);
            Assert.Equal(expected.Pixels[(3 * pixel) + channel], levels[i]);
        }
    }

    [Fact]
    public void ALineIsAveragedToItsLength()
    {
        Picture line = new(4, 1, 1, [0, 0, 255, 255]);

        // A triangle of two pixels to each side: 3, 3 and 1 of 7. 255 / 7 is 36.4, its rest 218.6.
        Assert.Equal([9, 9, 36, 219, 9, 9], Levels(Border(3, 2) with { Background = 9 }, line));
    }

    [Fact]
    public void WithoutABackgroundTheMarginIsBlack()
    {
        Picture white = new(2, 1, 1, [255, 255]);

        Assert.Equal([0, 0, 255, 255, 0, 0, 0, 0], Levels(Border(4, 2), white));
    }

    /// <summary>Before normalisation, as the picture is: in each channel by its mean and deviation.</summary>
    [Fact]
    public void TheMarginIsNormalised()
    {
        Preprocessing border = new()
        {
            CropMode = CropMode.Border,
            Background = 51,
            CropHeight = 1,
            CropWidth = 2,
            Mean = [0.5f, 0, 0.2f],
            StandardDeviation = [0.5f, 0.25f, 1],
        };

        float[] input = border.Apply(new Picture(1, 1, 3, [255, 0, 51]));

        Assert.Equal([(1 - 0.5f) / 0.5f, (0.2f - 0.5f) / 0.5f, 0, 0.2f / 0.25f, 0, 0], input);
    }

    [Fact]
    public void TheMarginOfASmallPictureHasTheBackgroundWithCenterToo()
    {
        Preprocessing center = Border(3, 3) with { CropMode = CropMode.Center, ShorterSide = 1, Background = 9 };

        Assert.Equal([9, 9, 9, 9, 255, 9, 9, 9, 9], Levels(center, new Picture(1, 1, 1, [255])));
    }

    [Fact]
    public void TheShorterSideDoesNotMatter()
    {
        Picture chelsea = Golden.Load("chelsea.png");
        Preprocessing border = Preprocessing.TorchvisionV1 with { CropMode = CropMode.Border };

        Assert.Equal(border.Apply(chelsea), (border with { ShorterSide = 17 }).Apply(chelsea));
    }

    [Fact]
    public void TurnedPicturesFitAsTheyAreLookedAt()
    {
        Picture lying = new(4, 2, 1, [255, 255, 255, 255, 255, 255, 255, 255], PictureOrientation.RightTop);

        Assert.Equal([255, 0, 255, 0], Levels(Border(2, 2) with { TurnUpright = true }, lying));
    }

    [Fact]
    public void ForInputKeepsModeAndBackground()
    {
        Preprocessing border = Preprocessing.Timm() with { CropMode = CropMode.Border, Background = 255 };

        Preprocessing other = border.ForInput(112, 96);

        Assert.Equal(
            (CropMode.Border, (byte?)255, 112, 96),
            (other.CropMode, other.Background, other.CropHeight, other.CropWidth)
        );
    }

    [Fact]
    public void ModeAndBackgroundAreCompared()
    {
        Preprocessing border = Preprocessing.TorchvisionV1 with { CropMode = CropMode.Border };
        Preprocessing white = Preprocessing.TorchvisionV1 with { Background = 255 };
        Preprocessing black = Preprocessing.TorchvisionV1 with { Background = 0 };
        Preprocessing[] all = [Preprocessing.TorchvisionV1, border, white, black];

        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(3, all[..3].Select(one => one.GetHashCode()).Distinct().Count());
        Assert.Equal(white, Preprocessing.TorchvisionV1 with { Background = 255 });
        Assert.Equal(white.GetHashCode(), (Preprocessing.TorchvisionV1 with { Background = 255 }).GetHashCode());
        Assert.Equal(
            (CropMode.Center, null),
            (Preprocessing.TorchvisionV1.CropMode, Preprocessing.TorchvisionV1.Background)
        );
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
