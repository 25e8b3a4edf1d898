using System.Globalization;
using System.Text.Json;

namespace ResNetGen.Imaging.Tests;

/// <summary>What is behind transparent pixels of a PNG: as Pillow's <c>alpha_composite</c> has it.</summary>
public sealed class BackgroundTests
{
    private static readonly JsonElement Cases = JsonDocument.Parse(Golden.Bytes("backgrounds.json")).RootElement;

    public static TheoryData<string> Names => new(Cases.EnumerateObject().Select(entry => entry.Name));

    /// <summary>RGBA, grey with alpha, palettes and transparent colours, of each depth, interlaced or not.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void IsCompositedAsPillowDoesIt(string name)
    {
        JsonElement entry = Cases.GetProperty(name);
        byte[] file = CasesTests.Unpack(entry.GetProperty("file"));
        JsonElement size = entry.GetProperty("size");
        int grounds = 0;
        foreach (JsonProperty ground in entry.GetProperty("pixels").EnumerateObject())
        {
            byte level = byte.Parse(ground.Name, CultureInfo.InvariantCulture);
            PngTests.AssertPixels(
                new Preprocessing { Background = level }
                    .Decode(file)
                    .ToRgb(),
                size[0].GetInt32(),
                size[1].GetInt32(),
                3,
                CasesTests.Unpack(ground.Value)
            );
            grounds++;
        }

        Assert.Equal(3, grounds);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WithoutAGroundAlphaIsDropped(string name)
    {
        byte[] file = CasesTests.Unpack(Cases.GetProperty(name).GetProperty("file"));

        Golden.AssertSame(Picture.Decode(file), Preprocessing.TorchvisionV1.Decode(file));
    }

    /// <summary>All of 256 colours, alphas and some grounds, against the quotient in double precision.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(254)]
    [InlineData(255)]
    public void RoundsToNearest(byte level)
    {
        byte[][] rows = new byte[256][];
        byte[] expected = new byte[256 * 256];
        for (int alpha = 0; alpha < 256; alpha++)
        {
            rows[alpha] = [.. Enumerable.Range(0, 256).SelectMany(grey => (byte[])[(byte)grey, (byte)alpha])];
            for (int grey = 0; grey < 256; grey++)
            {
                expected[(alpha * 256) + grey] = (byte)Math.Round(((grey * alpha) + (level * (255 - alpha))) / 255.0);
            }
        }

        byte[] file = PngWriter.Write(256, PngWriter.GreyAlpha, 8, rows);

        PngTests.AssertPixels(new Preprocessing { Background = level }.Decode(file), 256, 256, 1, expected);
    }

    [Theory]
    [InlineData(PngWriter.Grey, new byte[] { })]
    [InlineData(PngWriter.Grey, new byte[] { 0 })]
    [InlineData(PngWriter.Rgb, new byte[] { 0, 0, 0, 0, 0 })]
    [InlineData(PngWriter.Palette, new byte[] { })]
    public void ATransparentColourThatIsCutShortIsNone(byte colour, byte[] transparency)
    {
        byte[] file = PngWriter.Write(
            1,
            colour,
            8,
            [
                [0, 0, 0],
            ],
            ("PLTE", [0, 0, 0]),
            ("tRNS", transparency)
        );

        Golden.AssertSame(Picture.Decode(file), new Preprocessing { Background = 200 }.Decode(file));
    }

    /// <summary>Pillow's picture is transparent from where the data ends well.</summary>
    [Fact]
    public void WhatIsMissingIsTransparentWhereThereIsAlpha()
    {
        byte[] file = PngWriter.WriteRaw(1, 2, PngWriter.GreyAlpha, 8, 0, [0, 10, 255]);

        PngTests.AssertPixels(new Preprocessing { Background = 200 }.Decode(file), 1, 2, 1, [10, 200]);
    }

    [Fact]
    public void OpaquePicturesStayAsTheyAre()
    {
        Preprocessing white = new() { Background = 255 };
        string[] names = ["chelsea.png", "decoded/colour.jpg", "decoded/alpha.bmp", "decoded/palette.bmp"];

        Assert.All(names, name => Golden.AssertSame(Golden.Load(name), white.Load(Golden.File(name))));
    }

    [Fact]
    public void FilesAreReadOnTheGroundToo()
    {
        byte[] file = PngWriter.Write(
            1,
            PngWriter.Rgba,
            8,
            [
                [10, 20, 30, 0],
            ]
        );
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, file);
        try
        {
            PngTests.AssertPixels(new Preprocessing { Background = 200 }.Load(path), 1, 1, 3, [200, 200, 200]);
            PngTests.AssertPixels(new Preprocessing().Load(path), 1, 1, 3, [10, 20, 30]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void LimitsAreThoseOfPicture()
    {
        Preprocessing white = new() { Background = 255 };
        byte[] file = PngWriter.Write(2, PngWriter.Grey, 8, [new byte[2]]);

        Assert.Contains(
            "small.png",
            Assert.Throws<PictureException>(() => white.Decode(file, "small.png", maximumPixels: 1)).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => white.Decode(file, maximumPixels: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => white.Load("x.png", maximumPixels: 0));
        Assert.Throws<ArgumentException>(() => white.Load(""));
        Assert.Throws<OperationCanceledException>(() => white.Decode(file, cancellationToken: new(canceled: true)));
        Assert.Contains("no such file", Assert.Throws<PictureException>(() => white.Load("missing.png")).Message);
    }
}
