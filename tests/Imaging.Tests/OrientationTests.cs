using System.Globalization;
using System.IO.Compression;

namespace ResNetGen.Imaging.Tests;

/// <summary>
/// Orientations against Pillow 9.4: where they are found, and what <c>ImageOps.exif_transpose</c> makes of the pixels.
/// </summary>
public sealed class OrientationTests
{
    public static TheoryData<PictureOrientation> Orientations => new(Enum.GetValues<PictureOrientation>());

    public static TheoryData<string, PictureOrientation> Places
    {
        get
        {
            TheoryData<string, PictureOrientation> places = new();
            foreach (string line in File.ReadLines(Golden.File("oriented/places.txt")))
            {
                places.Add(
                    line.Split(' ')[0],
                    (PictureOrientation)int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)
                );
            }

            return places;
        }
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void UprightIsPillowsTransposition(PictureOrientation orientation)
    {
        foreach (string kind in (string[])["jpg", "png"])
        {
            string name = $"oriented/{(int)orientation}.{kind}";
            Picture picture = Golden.Load(name);
            Picture expected = Golden.Load($"{name}.png");

            Assert.Equal(orientation, picture.Orientation);
            Golden.AssertSame(expected, picture.ToUpright());
            Assert.Equal(PictureOrientation.TopLeft, picture.ToUpright().Orientation);
        }
    }

    [Fact]
    public void PictureOfAPhoneIsReadAsItLiesAndCanBeTurned()
    {
        Picture picture = Golden.Load("oriented/phone.jpg");

        Assert.Equal((32, 16, PictureOrientation.RightTop), (picture.Width, picture.Height, picture.Orientation));
        Assert.Equal((16, 32), (picture.ToUpright().Width, picture.ToUpright().Height));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void OrientationIsFoundWhereFilesHaveIt(string name, PictureOrientation expected) =>
        Assert.Equal(expected, Golden.Load($"oriented/places/{name}").Orientation);

    /// <summary>Both byte orders, all types and counts, offsets anywhere, blocks cut short, and noise.</summary>
    [Fact]
    public void BlocksAreReadAsPillowReadsThem()
    {
        string[] lines = File.ReadAllLines(Golden.File("oriented/blocks.txt"));
        Assert.True(lines.Length > 1000);
        Assert.All(
            lines,
            line =>
            {
                int expected = line[0] - '0';
                Assert.Equal(expected, (int?)ExifOrientation.Find(Convert.FromHexString(line.AsSpan(2))) ?? 0);
            }
        );
    }

    [Fact]
    public void NoBlockIsReadOutOfRange()
    {
        Random random = new(7);
        byte[] head = Convert.FromHexString("49492A0008000000");
        for (int length = 0; length < 4000; length++)
        {
            byte[] noise = new byte[length % 200];
            random.NextBytes(noise);
            head.AsSpan(0, Math.Min(random.Next(9), noise.Length)).CopyTo(noise);
            Assert.InRange(ExifOrientation.Read(noise), PictureOrientation.TopLeft, PictureOrientation.LeftBottom);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 70)]
    [InlineData(70, 1)]
    [InlineData(31, 33)]
    [InlineData(32, 64)]
    [InlineData(97, 65)]
    public void AllSizesAreTurnedAsDefined(int width, int height)
    {
        foreach (PictureOrientation orientation in Enum.GetValues<PictureOrientation>())
        {
            foreach (int channels in (int[])[1, 3])
            {
                Picture picture = new(
                    width,
                    height,
                    channels,
                    ResizeTests.Noise(width, height, channels).Pixels,
                    orientation
                );

                Golden.AssertSame(TurnByDefinition(picture), picture.ToUpright());
            }
        }
    }

    [Fact]
    public void WhatIsMadeOfAPictureLiesAsItDid()
    {
        Picture colour = new(4, 3, 3, ResizeTests.Noise(4, 3, 3).Pixels, PictureOrientation.LeftBottom);
        Picture grey = new(4, 3, 1, ResizeTests.Noise(4, 3, 1).Pixels, PictureOrientation.LeftBottom);

        Assert.All(
            [
                colour.ToGrey(),
                grey.ToRgb(),
                colour.CropCentre(2, 2),
                colour.Resize(5, 5, ResizeFilter.Bicubic),
                colour.ResizeShorterSide(8, ResizeFilter.Bilinear),
            ],
            picture => Assert.Equal(PictureOrientation.LeftBottom, picture.Orientation)
        );
    }

    [Fact]
    public void UprightPictureIsTheSame()
    {
        Picture picture = new(1, 2, 1, [1, 2]);

        Assert.Equal(PictureOrientation.TopLeft, picture.Orientation);
        Assert.Same(picture, picture.ToUpright());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(-1)]
    public void OrientationThatThereIsNotIsRefused(int orientation) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(1, 1, 1, [1], (PictureOrientation)orientation));

    [Fact]
    public void PreprocessingTurnsIfItIsAsked()
    {
        Picture picture = Golden.Load("oriented/6.png");
        Preprocessing asItIs = Preprocessing.TorchvisionV1.ForInput(20, 20);
        Preprocessing upright = asItIs with { TurnUpright = true };

        Assert.Equal(
            asItIs.Apply(new Picture(picture.Width, picture.Height, 3, picture.Pixels)),
            asItIs.Apply(picture)
        );
        Assert.Equal(asItIs.Apply(Golden.Load("oriented/6.png.png")), upright.Apply(picture));
        Assert.NotEqual(asItIs.Apply(picture), upright.Apply(picture));

        Assert.False(Preprocessing.Timm().TurnUpright);
        Assert.NotEqual(asItIs, upright);
        Assert.Equal(upright, upright.ForInput(20, 20));
        Assert.Contains("TurnUpright = True", upright.ToString());
    }

    [Fact]
    public void GreyInputIsTurnedToo()
    {
        Picture picture = Golden.Load("oriented/8.png");
        Preprocessing upright = Preprocessing.FashionMnist with { TurnUpright = true };

        Assert.Equal(Preprocessing.FashionMnist.Apply(Golden.Load("oriented/8.png.png")), upright.Apply(picture));
    }

    /// <summary>Each of the texts would inflate to a million bytes.</summary>
    [Fact]
    public void ManyTextsCostNoMoreThanOne()
    {
        using MemoryStream deflated = new();
        using (ZLibStream deflater = new(deflated, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflater.Write(new byte[1 << 20]);
        }

        (string, byte[]) text = ("zTXt", [.. "Raw profile type exif\0\0"u8, .. deflated.ToArray()]);
        byte[] file = PngWriter.Write(
            1,
            PngWriter.Grey,
            8,
            [
                [9],
            ],
            [.. Enumerable.Repeat(text, 100)]
        );
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(PictureOrientation.TopLeft, Picture.Decode(file).Orientation);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    /// <summary>Where the first row and column are when it is looked at, in the words of EXIF.</summary>
    private static Picture TurnByDefinition(Picture picture)
    {
        (string row, string column) = picture.Orientation switch
        {
            PictureOrientation.TopLeft => ("top", "left"),
            PictureOrientation.TopRight => ("top", "right"),
            PictureOrientation.BottomRight => ("bottom", "right"),
            PictureOrientation.BottomLeft => ("bottom", "left"),
            PictureOrientation.LeftTop => ("left", "top"),
            PictureOrientation.RightTop => ("right", "top"),
            PictureOrientation.RightBottom => ("right", "bottom"),
            _ => ("left", "bottom"),
        };
        bool isExchanged = row is "left" or "right";
        (int width, int height) = isExchanged ? (picture.Height, picture.Width) : (picture.Width, picture.Height);
        byte[] turned = new byte[picture.Pixels.Length];
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                (int toY, int toX) = (Place(row, y, height, width), Place(column, x, height, width));
                (toY, toX) = isExchanged ? (toX, toY) : (toY, toX);
                picture
                    .Pixels.Slice(((y * picture.Width) + x) * picture.Channels, picture.Channels)
                    .CopyTo(turned.AsSpan(((toY * width) + toX) * picture.Channels));
            }
        }

        return new Picture(width, height, picture.Channels, turned.AsSpan());
    }

    private static int Place(string side, int distance, int height, int width) =>
        side switch
        {
            "bottom" => height - 1 - distance,
            "right" => width - 1 - distance,
            _ => distance,
        };
}
