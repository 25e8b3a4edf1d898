namespace ResNetGen.Imaging.Tests;

public sealed class JpegTests
{
    public static TheoryData<string> Files => new(Golden.Names("decoded", "*.jpg"));

    /// <summary>Decoders may round and smooth chroma differently: a few steps apart at most, half a step on average.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void FileDecodesCloseToPillowsPixels(string name)
    {
        Picture expected = Golden.Load($"decoded/{name}.png");
        Picture actual = Golden.Load($"decoded/{name}");

        Assert.Equal((expected.Width, expected.Height, expected.Channels), (actual.Width, actual.Height, actual.Channels));
        (int largest, double sum) = (0, 0);
        for (int i = 0; i < expected.Pixels.Length; i++)
        {
            int difference = Math.Abs(expected.Pixels[i] - actual.Pixels[i]);
            largest = Math.Max(largest, difference);
            sum += difference;
        }

        Assert.InRange(largest, 0, 4);
        Assert.InRange(sum / expected.Pixels.Length, 0, 0.5);
    }

    [Fact]
    public void BytesAfterTheEndMarkerDoNotMatter()
    {
        byte[] file = Golden.Bytes("decoded/colour.jpg");

        Golden.AssertSame(Picture.Decode(file), Picture.Decode([.. file, .. file, 1, 2, 3]));
    }

    [Fact]
    public void MissingRestartIntervalIsNoticed()
    {
        byte[] file = Golden.Bytes("decoded/restart.jpg");
        int first = file.AsSpan().IndexOf<byte>([0xFF, 0xD0]);
        int second = file.AsSpan().IndexOf<byte>([0xFF, 0xD1]);

        Assert.Throws<PictureException>(() => Picture.Decode([.. file[..first], .. file[second..]]));
    }

    [Fact]
    public void MissingTablesAreNoticed()
    {
        byte[] file = Golden.Bytes("decoded/colour.jpg");
        foreach (byte marker in (byte[])[0xC4, 0xDB, 0xC0])
        {
            int at = file.AsSpan().IndexOf<byte>([0xFF, marker]);
            int length = 2 + (file[at + 2] << 8) + file[at + 3];

            Assert.Throws<PictureException>(() => Picture.Decode([.. file[..at], .. file[(at + length)..]]));
        }
    }

    [Theory]
    [InlineData(0xC9, "arithmetic")]
    [InlineData(0xC3, "lossless")]
    public void OtherProcessesAreNamed(byte marker, string expected)
    {
        byte[] file = Golden.Bytes("decoded/colour.jpg");
        file[file.AsSpan().IndexOf<byte>([0xFF, 0xC0]) + 1] = marker;

        Assert.Contains(expected, Assert.Throws<PictureException>(() => Picture.Decode(file)).Message);
    }
}
