namespace ResNetGen.Imaging.Tests;

public sealed class PreprocessingTests
{
    private static readonly float[] ImageNetMean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] ImageNetStandardDeviation = [0.229f, 0.224f, 0.225f];

    public static TheoryData<Preprocessing, int, int, ResizeFilter> ImageNetPresets =>
        new()
        {
            { Preprocessing.TorchvisionV1, 256, 224, ResizeFilter.Bilinear },
            { Preprocessing.TorchvisionV2, 232, 224, ResizeFilter.Bilinear },
            { Preprocessing.Timm(), 235, 224, ResizeFilter.Bicubic },
            { Preprocessing.Timm(288, 1.0), 288, 288, ResizeFilter.Bicubic },
            { Preprocessing.Timm(224, 0.875), 256, 224, ResizeFilter.Bicubic },
            { Preprocessing.Timm(448), 471, 448, ResizeFilter.Bicubic },
        };

    [Theory]
    [MemberData(nameof(ImageNetPresets))]
    public void PresetsForImageNet(Preprocessing preset, int shorterSide, int crop, ResizeFilter filter)
    {
        Assert.Equal((shorterSide, filter), (preset.ShorterSide, preset.Filter));
        Assert.Equal((3, crop, crop), (preset.Channels, preset.CropHeight, preset.CropWidth));
        Assert.Equal(ImageNetMean, preset.Mean);
        Assert.Equal(ImageNetStandardDeviation, preset.StandardDeviation);
        Assert.Equal(3 * crop * crop, preset.Length);
    }

    [Fact]
    public void PresetForFashionMnist()
    {
        Preprocessing preset = Preprocessing.FashionMnist;

        Assert.Equal(
            (28, 28, 28, 1, 784),
            (preset.ShorterSide, preset.CropHeight, preset.CropWidth, preset.Channels, preset.Length)
        );

        Picture picture = ResizeTests.Noise(28, 28, 1);
        float[] input = preset.Apply(picture);
        for (int i = 0; i < input.Length; i++)
        {
            Assert.Equal(((picture.Pixels[i] / 255f) - 0.2860f) / 0.3530f, input[i]);
        }
    }

    [Fact]
    public void FashionMnistTakesColourPicturesOfAnySize()
    {
        Picture coffee = Golden.Load("coffee.png");

        float[] input = Preprocessing.FashionMnist.Apply(coffee);

        Picture expected = coffee.ToGrey().ResizeShorterSide(28, ResizeFilter.Bilinear).CropCentre(28, 28);
        Assert.Equal(Preprocessing.FashionMnist.Apply(expected), input);
    }

    /// <summary>The familiar ends of ImageNet's normalised range.</summary>
    [Theory]
    [InlineData(0, -2.117904f, -2.0357144f, -1.8044444f)]
    [InlineData(255, 2.2489083f, 2.4285715f, 2.64f)]
    public void WhiteAndBlack(byte level, float red, float green, float blue)
    {
        Preprocessing preprocessing = new()
        {
            ShorterSide = 1,
            CropHeight = 1,
            CropWidth = 1,
        };

        float[] input = preprocessing.Apply(new Picture(1, 1, 3, [level, level, level]));

        Assert.Equal(red, input[0], 1e-6f);
        Assert.Equal(green, input[1], 1e-6f);
        Assert.Equal(blue, input[2], 1e-6f);
    }

    [Fact]
    public void BlueComesFirstWhereItIsAskedFor()
    {
        Preprocessing preprocessing = new()
        {
            ShorterSide = 1,
            CropHeight = 1,
            CropWidth = 1,
            ChannelOrder = ChannelOrder.Bgr,
            Mean = [0.1f, 0.2f, 0.3f],
            StandardDeviation = [0.5f, 0.25f, 0.125f],
        };

        Assert.Equal(
            [(0.4f - 0.1f) / 0.5f, (0.6f - 0.2f) / 0.25f, (0.8f - 0.3f) / 0.125f],
            preprocessing.Apply(new Picture(1, 1, 3, [204, 153, 102])),
            Near
        );
        float[] grey = preprocessing.Apply(new Picture(1, 1, 1, [102]));
        Assert.Equal([(0.4f - 0.1f) / 0.5f, (0.4f - 0.2f) / 0.25f, (0.4f - 0.3f) / 0.125f], grey, Near);

        static bool Near(float expected, float found) => Math.Abs(expected - found) <= 1e-6;
    }

    [Fact]
    public void AMeanImageIsSubtractedPixelByPixel()
    {
        Picture picture = ResizeTests.Noise(7, 5, 3);
        Preprocessing plain = new()
        {
            ShorterSide = 5,
            CropHeight = 5,
            CropWidth = 7,
            Mean = [0, 0, 0],
            StandardDeviation = [1, 1, 1],
        };
        float[] mean = [.. Enumerable.Range(0, plain.Length).Select(index => index / 255f)];

        float[] found = (
            plain with
            {
                Mean = [],
                MeanImage = [.. mean],
                StandardDeviation = [1 / 255f, 0.5f, 1],
            }
        ).Apply(picture);

        float[] values = plain.Apply(picture);
        for (int index = 0; index < found.Length; index++)
        {
            float standardDeviation = (index / 35) switch
            {
                0 => 1 / 255f,
                1 => 0.5f,
                _ => 1f,
            };
            Assert.Equal((values[index] - mean[index]) / standardDeviation, found[index]);
        }
    }

    [Fact]
    public void AMeanImageReachesTheMargin()
    {
        Preprocessing preprocessing = new()
        {
            ShorterSide = 1,
            CropHeight = 1,
            CropWidth = 3,
            Channels = 1,
            MeanImage = [0.25f, 0.5f, 0.75f],
            StandardDeviation = [1],
        };

        Assert.Equal([-0.25f, 0.5f, -0.75f], preprocessing.Apply(new Picture(1, 1, 1, [255])));
    }

    [Fact]
    public void AMeanImageFitsOneInputSize()
    {
        Preprocessing preprocessing = new Preprocessing { MeanImage = [.. new float[3 * 224 * 224]] }.ForInput(
            112,
            112
        );

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() =>
            preprocessing.Apply(ResizeTests.Noise(112, 112, 3))
        );

        Assert.Equal(
            "MeanImage has 150528 values for 3 x 112 x 112 = 37632: it is for networks of one input size.",
            refused.Message
        );
        Assert.NotEqual(preprocessing, preprocessing with { MeanImage = [] });
    }

    [Fact]
    public void OnePlaneAfterTheOther()
    {
        Preprocessing preprocessing = Plain(2, 2, 2);

        float[] input = preprocessing.Apply(new Picture(2, 2, 3, [0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32]));

        Assert.Equal(
            [0, 10, 20, 30, 1, 11, 21, 31, 2, 12, 22, 32],
            input.Select(value => (int)MathF.Round(value * 255))
        );
    }

    [Fact]
    public void GreyIsRepeatedInThreePlanes()
    {
        Picture camera = Golden.Load("camera.png");

        Assert.Equal(Preprocessing.TorchvisionV1.Apply(camera.ToRgb()), Preprocessing.TorchvisionV1.Apply(camera));
    }

    [Fact]
    public void MarginOfSmallPicturesIsBlackNormalised()
    {
        Preprocessing preprocessing = Plain(1, 3, 2) with
        {
            Mean = [0.5f, 0.5f, 0.5f],
            StandardDeviation = [0.25f, 0.5f, 1f],
        };

        float[] input = preprocessing.Apply(new Picture(1, 1, 3, [255, 255, 255]));

        Assert.Equal([-2, -2, 2, -2, -2, -2, -1, -1, 1, -1, -1, -1, -0.5f, -0.5f, 0.5f, -0.5f, -0.5f, -0.5f], input);
    }

    [Theory]
    [InlineData(40, 30)]
    [InlineData(30, 40)]
    [InlineData(8, 8)]
    [InlineData(1, 500)]
    public void WindowIsWhatResizingWholeAndCroppingGives(int width, int height)
    {
        Picture source = ResizeTests.Noise(width, height, 3);
        Preprocessing preprocessing = Plain(20, 17, 23);

        Picture expected = source.ResizeShorterSide(20, ResizeFilter.Bilinear).CropCentre(17, 23);

        float[] input = preprocessing.Apply(source);
        for (int i = 0; i < 17 * 23; i++)
        {
            Assert.Equal(expected.Pixels[3 * i] / 255f, input[i]);
        }
    }

    [Fact]
    public void LongThinPicturesAreNotResizedWhole()
    {
        // Whole, it would be 256 x 25,600,000 pixels.
        float[] input = Preprocessing.TorchvisionV1.Apply(ResizeTests.Noise(100_000, 1, 1));

        Assert.Equal(150_528, input.Length);
    }

    [Fact]
    public void WritesIntoTheMiddleOfABatch()
    {
        Picture picture = ResizeTests.Noise(9, 9, 3);
        Preprocessing preprocessing = Plain(4, 4, 4);
        float[] batch = new float[3 * preprocessing.Length];

        preprocessing.Apply(picture, batch.AsSpan(preprocessing.Length, preprocessing.Length));

        Assert.All(batch[..preprocessing.Length], value => Assert.Equal(0, value));
        Assert.Equal(preprocessing.Apply(picture), batch[preprocessing.Length..(2 * preprocessing.Length)]);
        Assert.All(batch[(2 * preprocessing.Length)..], value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150_527)]
    [InlineData(150_529)]
    public void DestinationOfAnotherLengthIsRefused(int length)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() =>
            Preprocessing.TorchvisionV1.Apply(new Picture(1, 1, 1, [0]), new float[length])
        );

        Assert.Contains(
            $"writes 3 x 224 x 224 = 150528 floats, but the destination holds {length}.",
            exception.Message
        );
    }

    [Fact]
    public void ForInputKeepsTheRatio()
    {
        Preprocessing doubled = Preprocessing.TorchvisionV1 with
        {
            ShorterSide = 512,
            CropHeight = 448,
            CropWidth = 448,
        };

        Assert.Equal(doubled, Preprocessing.TorchvisionV1.ForInput(448, 448));
        Assert.Equal(116, Preprocessing.TorchvisionV2.ForInput(112, 112).ShorterSide);
        Assert.Equal(32, Preprocessing.FashionMnist.ForInput(32, 32).ShorterSide);
        Assert.Equal(512, Preprocessing.TorchvisionV1.ForInput(224, 448).ShorterSide);
        Assert.Equal(Preprocessing.TorchvisionV1, Preprocessing.TorchvisionV1.ForInput(224, 224));
    }

    [Fact]
    public void ForInputRoundsATimmPresetAsTimmDoes()
    {
        Assert.Equal(471, Preprocessing.Timm(224).ForInput(448, 448).ShorterSide);
        Assert.Equal(Preprocessing.Timm(448), Preprocessing.Timm(224).ForInput(448, 448));
        Assert.Equal(400, (Preprocessing.Timm(224) with { ShorterSide = 200 }).ForInput(448, 448).ShorterSide);
    }

    [Fact]
    public void EqualByValue()
    {
        Preprocessing one = Preprocessing.TorchvisionV1 with { Mean = [0.1f, 0.2f, 0.3f] };
        Preprocessing same = Preprocessing.TorchvisionV1 with { Mean = [0.1f, 0.2f, 0.3f] };

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, Preprocessing.TorchvisionV1);
    }

    [Fact]
    public void WrongValuesAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Preprocessing { ShorterSide = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Preprocessing { CropHeight = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Preprocessing { CropWidth = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Preprocessing { Channels = 2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Preprocessing.Timm(224, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Preprocessing.Timm(224, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Preprocessing.TorchvisionV1.ForInput(0, 1));

        Picture picture = new(1, 1, 1, [0]);
        Assert.Contains(
            "Mean has 3 values for 1 channels",
            Assert
                .Throws<InvalidOperationException>(() =>
                    (Preprocessing.TorchvisionV1 with { Channels = 1 }).Apply(picture)
                )
                .Message
        );
        Assert.Throws<InvalidOperationException>(() =>
            (Preprocessing.TorchvisionV1 with { StandardDeviation = [1, 0, 1] }).Apply(picture)
        );
        Assert.Throws<InvalidOperationException>(() =>
            (Preprocessing.TorchvisionV1 with { Mean = default }).Apply(picture)
        );
    }

    /// <summary>No normalisation beyond the division by 255.</summary>
    private static Preprocessing Plain(int shorterSide, int height, int width) =>
        new()
        {
            ShorterSide = shorterSide,
            CropHeight = height,
            CropWidth = width,
            Mean = [0, 0, 0],
            StandardDeviation = [1, 1, 1],
        };
}
