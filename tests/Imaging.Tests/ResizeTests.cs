using System.Globalization;

namespace ResNetGen.Imaging.Tests;

public sealed class ResizeTests
{
    public static TheoryData<string> OddSizes => new(Golden.Names("odd", "*-*.png"));

    [Theory]
    [MemberData(nameof(OddSizes))]
    public void OddSizesAreEqualToPillowToTheBit(string name)
    {
        // NAME.WIDTHxHEIGHT-FILTER.png
        string[] parts = name.Split('.', 'x', '-');
        Picture source = Golden.Load($"odd/{parts[0]}.png");
        int width = int.Parse(parts[1], CultureInfo.InvariantCulture);
        int height = int.Parse(parts[2], CultureInfo.InvariantCulture);

        Picture actual = source.Resize(width, height, Enum.Parse<ResizeFilter>(parts[3], ignoreCase: true));

        Golden.AssertSame(Golden.Load($"odd/{name}"), actual);
    }

    [Theory]
    [CombinatorialSizes]
    public void StaysWithinOneOfDoublePrecision(
        int width,
        int height,
        int newWidth,
        int newHeight,
        int channels,
        ResizeFilter filter
    )
    {
        Picture source = Noise(width, height, channels);

        Picture actual = source.Resize(newWidth, newHeight, filter);

        byte[] expected = ResizeInDoublePrecision(source, newWidth, newHeight, filter);
        Assert.Equal((newWidth, newHeight, channels), (actual.Width, actual.Height, actual.Channels));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual.Pixels[i], expected[i] - 1, expected[i] + 1);
        }
    }

    [Theory]
    [InlineData(ResizeFilter.Bilinear)]
    [InlineData(ResizeFilter.Bicubic)]
    public void OnePixelFillsAnySize(ResizeFilter filter)
    {
        Picture actual = new Picture(1, 1, 3, [10, 200, 255]).Resize(9, 4, filter);

        for (int i = 0; i < actual.Pixels.Length; i += 3)
        {
            Assert.Equal([10, 200, 255], actual.Pixels.Slice(i, 3).ToArray());
        }
    }

    [Fact]
    public void SameSizeIsTheSamePicture()
    {
        Picture picture = Noise(5, 7, 3);

        Assert.Same(picture, picture.Resize(5, 7, ResizeFilter.Bicubic));
        Assert.Same(picture, picture.ResizeShorterSide(5, ResizeFilter.Bicubic));
    }

    [Theory]
    [InlineData(451, 300, 256, 384, 256)]
    [InlineData(300, 451, 256, 256, 384)]
    [InlineData(3, 10, 5, 5, 16)]
    [InlineData(512, 512, 232, 232, 232)]
    public void ShorterSideSetsTheLongerOneRoundedDown(int width, int height, int size, int newWidth, int newHeight)
    {
        Picture actual = new Picture(width, height, 1, new byte[width * height]).ResizeShorterSide(
            size,
            ResizeFilter.Bilinear
        );

        Assert.Equal((newWidth, newHeight), (actual.Width, actual.Height));
    }

    [Fact]
    public void TallPicturesAreResizedInStrips()
    {
        // 100,000 rows of 60 x 3 bytes are more than may stand between the passes.
        Picture tall = Noise(3, 100_000, 3);

        Picture actual = tall.Resize(60, 40, ResizeFilter.Bicubic);

        Golden.AssertSame(tall.Resize(60, 100_000, ResizeFilter.Bicubic).Resize(60, 40, ResizeFilter.Bicubic), actual);
    }

    [Fact]
    public void SizesBeyondReasonAreRefused()
    {
        Picture line = Noise(4000, 1, 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => line.Resize(0, 1, ResizeFilter.Bilinear));
        Assert.Throws<ArgumentOutOfRangeException>(() => line.Resize(1, -1, ResizeFilter.Bilinear));
        Assert.Throws<ArgumentOutOfRangeException>(() => line.Resize(1 << 20, 1 << 20, ResizeFilter.Bilinear));
        Assert.Throws<ArgumentOutOfRangeException>(() => line.ResizeShorterSide(4000, ResizeFilter.Bilinear));
        Assert.Throws<ArgumentOutOfRangeException>(() => line.ResizeShorterSide(int.MaxValue, ResizeFilter.Bilinear));
        Assert.Throws<ArgumentOutOfRangeException>(() => line.CropCentre(1 << 20, 1 << 20));
    }

    internal static Picture Noise(int width, int height, int channels)
    {
        byte[] pixels = new byte[width * height * channels];
        new Random(width * 31 + height).NextBytes(pixels);
        return new Picture(width, height, channels, pixels);
    }

    /// <summary>The definition, sample by sample: rows, rounded to bytes, then columns.</summary>
    private static byte[] ResizeInDoublePrecision(Picture source, int width, int height, ResizeFilter filter)
    {
        int channels = source.Channels;
        byte[] wide = new byte[width * source.Height * channels];
        for (int i = 0; i < wide.Length; i++)
        {
            (int y, int x, int channel) = (i / channels / width, i / channels % width, i % channels);
            wide[i] = Sample(
                x,
                source.Width,
                width,
                filter,
                at => source.Pixels[(((y * source.Width) + at) * channels) + channel]
            );
        }

        byte[] result = new byte[width * height * channels];
        for (int i = 0; i < result.Length; i++)
        {
            (int y, int rest) = (i / (channels * width), i % (channels * width));
            result[i] = Sample(y, source.Height, height, filter, at => wide[(at * width * channels) + rest]);
        }

        return result;
    }

    private static byte Sample(int index, int sourceSize, int size, ResizeFilter filter, Func<int, byte> pixel)
    {
        double scale = (double)sourceSize / size;
        double stretch = Math.Max(1, scale);
        double centre = (index + 0.5) * scale;
        (double sum, double weights) = (0, 0);
        for (int at = 0; at < sourceSize; at++)
        {
            double weight = Weight((at + 0.5 - centre) / stretch, filter);
            sum += weight * pixel(at);
            weights += weight;
        }

        return (byte)Math.Clamp(Math.Floor((sum / weights) + 0.5), 0, 255);
    }

    private static double Weight(double distance, ResizeFilter filter)
    {
        double x = Math.Abs(distance);
        return filter switch
        {
            ResizeFilter.Bilinear => Math.Max(0, 1 - x),
            _ when x < 1 => (1.5 * x * x * x) - (2.5 * x * x) + 1,
            _ when x < 2 => (-0.5 * x * x * x) + (2.5 * x * x) - (4 * x) + 2,
            _ => 0,
        };
    }

    /// <summary>Odd sizes against odd sizes, up and down, grey and colour.</summary>
    private sealed class CombinatorialSizesAttribute : Xunit.Sdk.DataAttribute
    {
        public override IEnumerable<object[]> GetData(System.Reflection.MethodInfo testMethod)
        {
            (int Width, int Height)[] sizes = [(1, 1), (1, 9), (17, 1), (3, 5), (31, 19)];
            return from source in sizes
                from size in sizes
                from channels in new[] { 1, 3 }
                from filter in Enum.GetValues<ResizeFilter>()
                select new object[] { source.Width, source.Height, size.Width, size.Height, channels, filter };
        }
    }
}
