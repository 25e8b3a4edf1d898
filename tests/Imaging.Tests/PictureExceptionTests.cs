using ResNetGen.Tests.Support;

namespace ResNetGen.Imaging.Tests;

/// <summary>Each message names the picture, what was expected, what was found and what to do.</summary>
public sealed class PictureExceptionTests
{
    [Theory]
    [InlineData("47494638396101000100", "found GIF.", "Convert it to an ordinary PNG or JPEG")]
    [InlineData("524946461A000000574542505650384C", "found WebP.", "Convert it")]
    [InlineData("49492A0008000000", "found TIFF.", "Convert it")]
    [InlineData("4D4D002A00000008", "found TIFF.", "Convert it")]
    [InlineData("0000001C6674797061766966", "found AVIF.", "Convert it")]
    [InlineData("000000186674797068656963", "found HEIF.", "Convert it")]
    [InlineData("0000000C6A5020200D0A870A", "found JPEG 2000.", "Convert it")]
    [InlineData("FF0A000000000000", "found JPEG XL.", "Convert it")]
    [InlineData("38425053000100000000", "found PSD (Photoshop).", "Convert it")]
    [InlineData("233F52414449414E43450A", "found HDR (Radiance).", "Convert it")]
    [InlineData("00000200000000000000000001000100", "found ICO or uncompressed TGA.", "Convert it")]
    [InlineData("50360A31203120323535", "found PNM.", "Convert it")]
    [InlineData("3C21444F4354595045", "found HTML, SVG or XML text.", "Convert it")]
    [InlineData("76657273696F6E2068747470733A2F2F", "found Git LFS pointer.", "Convert it")]
    [InlineData("762F310102000000", "found OpenEXR.", "Convert it")]
    [InlineData("444453207C000000", "found DDS.", "Convert it")]
    [InlineData("716F696600000001", "found QOI.", "Convert it")]
    [InlineData("255044462D312E37", "found PDF.", "Convert it")]
    [InlineData("1F8B080000000000", "found gzip data.", "Convert it")]
    [InlineData("504B030414000000", "found ZIP archive.", "Convert it")]
    [InlineData("DEADBEEF", "found 4 bytes that begin with DEADBEEF, of no format known here.", "Convert it")]
    [InlineData("", "found no bytes at all.", "copy or download it again")]
    [InlineData("424D", "found a BMP that ends within its header, after 2 bytes.", "copy or download it again")]
    public void OtherFormatsAreNamed(string bytes, string found, string advice)
    {
        PictureException exception = Assert.Throws<PictureException>(() =>
            Picture.Decode(Convert.FromHexString(bytes), "cat.png")
        );

        Assert.StartsWith("cat.png: expected a PNG, JPEG or BMP picture, found ", exception.Message);
        Assert.Contains(found, exception.Message);
        Assert.Contains(advice, exception.Message);
        Assert.Equal("cat.png", exception.PictureName);
    }

    [Fact]
    public void LinkToNothingIsToldFromAMissingFile()
    {
        string link = Path.Combine(Path.GetTempPath(), $"resnetgen-{Guid.NewGuid():N}.png");
        try
        {
            File.CreateSymbolicLink(link, "nowhere.png");
            Assert.Contains(
                "found a link to nowhere.png, which is not there",
                Assert.Throws<PictureException>(() => Picture.Load(link)).Message
            );
        }
        catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows())
        {
            // Not everybody may make links there.
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Fact]
    public void FileCutShort()
    {
        string path = Golden.File("truncated.jpg");

        Assert.Equal(
            $"{path}: expected a PNG, JPEG or BMP picture, found a JPEG that ends before its end marker, after 400 bytes. "
                + "The file was cut short: copy or download it again.",
            Assert.Throws<PictureException>(() => Picture.Load(path)).Message
        );
    }

    [Fact]
    public void FileMissing()
    {
        PictureException exception = Assert.Throws<PictureException>(() => Picture.Load("no/such.png"));

        Assert.Equal(
            "no/such.png: expected a PNG, JPEG or BMP picture, found no such file. "
                + $"Check the path; it stands for {Path.GetFullPath("no/such.png")}.",
            exception.Message
        );
        Assert.IsAssignableFrom<IOException>(exception.InnerException);
    }

    [Fact]
    public void DirectoryInsteadOfFile() =>
        Assert.Contains(
            "found a directory. Give the path of one file.",
            Assert.Throws<PictureException>(() => Picture.Load(Golden.Folder)).Message
        );

    [FactNeeding(Needs.Linux, "devices are not told from files")]
    public void DeviceInsteadOfFile()
    {
        Assert.Contains(
            "/dev/zero: expected a PNG, JPEG or BMP picture, found a pipe, a socket or a device. Save the picture to a file",
            Assert.Throws<PictureException>(() => Picture.Load("/dev/zero")).Message
        );
    }

    [Fact]
    public void NameThatIsNotUtf8()
    {
        string found = Assert.Throws<PictureException>(() => Picture.Load("b\uFFFDg.png")).Message;
        Assert.Equal(
            !OperatingSystem.IsWindows(),
            found.Contains("U+FFFD in its name stands for bytes that are not UTF-8")
        );
    }

    [Fact]
    public void StreamThatCannotBeRead()
    {
        MemoryStream stream = new();
        stream.Dispose();

        Assert.Contains(
            "upload: expected",
            Assert.Throws<PictureException>(() => Picture.Load(stream, "upload")).Message
        );
    }

    [Fact]
    public void WrongArgumentsAreTheCallersMistake()
    {
        Assert.Throws<ArgumentException>(() => Picture.Load(""));
        Assert.Throws<ArgumentNullException>(() => Picture.Load((Stream)null!));
    }

    [Fact]
    public void DamagedChecksum()
    {
        byte[] file = PngWriter.Write(
            1,
            PngWriter.Grey,
            8,
            [
                [9],
            ]
        );
        file[20] ^= 1;

        Assert.Contains(
            "found a PNG with a wrong checksum at byte 8. The file is damaged",
            Assert.Throws<PictureException>(() => Picture.Decode(file)).Message
        );
    }

    [Fact]
    public void DamagedPixels()
    {
        byte[] file = Golden.Bytes("odd/grey.png");
        file[^17] ^= 1; // The pixel data's own checksum: before its chunk's and the last chunk.

        Assert.Contains(
            "pixel data does not inflate",
            Assert.Throws<PictureException>(() => Picture.Decode(file)).Message
        );
    }
}
