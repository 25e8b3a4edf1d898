using System.Text.Json;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;
using ResNetGen.Imaging.Tests;

namespace ResNetGen.Cli.Tests;

/// <summary>Which pictures <c>classify</c> takes, and which way up.</summary>
public class ClassifyPicturesTests
{
    [Fact]
    public void DirectoryFilesAndPatternMeanTheSame()
    {
        Invocation directory = Invocation.Run("classify", Samples.Directory).Succeeded();
        Assert.Equal(directory, Invocation.Run(["classify", .. Samples.Files]));
        Assert.Equal(directory, Invocation.Run("classify", Path.Combine(Samples.Directory, "*.png")));
        Assert.Equal(directory, Invocation.Run("classify", Samples.Directory + Path.DirectorySeparatorChar));
    }

    [Fact]
    public void UnreadablePictureDoesNotStopTheOthers()
    {
        using TemporaryDirectory directory = new();
        string damaged = directory.Write("damaged.png", File.ReadAllBytes(Samples.Of("coat"))[..200]);
        Invocation run = Invocation.Run("classify", "missing.png", damaged, Samples.Of("bag"));

        Assert.Equal(ExitCode.PictureFailed, run.ExitCode);
        Assert.StartsWith(Samples.Of("bag") + "\tBag\t", Assert.Single(run.Lines));
        string[] messages = run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, messages.Length);
        Assert.StartsWith("resnetgen: missing.png: ", messages[0]);
        Assert.StartsWith($"resnetgen: {damaged}: ", messages[1]);
    }

    [Fact]
    public void DirectoryMeansItsPicturesAlone()
    {
        using TemporaryDirectory directory = new();
        directory.Write("notes.txt", "no picture");
        Invocation
            .Run("classify", directory.Path)
            .Failed(ExitCode.PictureFailed, $"{directory.Path}: no PNG, JPEG or BMP file");

        string upper = directory.Write("B.PNG", File.ReadAllBytes(Samples.Of("bag")));
        string lower = directory.Write("a.png", File.ReadAllBytes(Samples.Of("coat")));
        Invocation run = Invocation.Run("classify", directory.Path).Succeeded();
        Assert.Equal([upper, lower], run.Lines.Select(line => line.Split('\t')[0]));
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.jpeg")]
    [InlineData("a.JPE")]
    [InlineData("a.jfif")]
    [InlineData("a.BMP")]
    [InlineData("a.dib")]
    [InlineData("a.apng")]
    public void AllEndingsOfPicturesCount(string name)
    {
        // The content decides what it is.
        using TemporaryDirectory directory = new();
        string path = directory.Write(name, File.ReadAllBytes(Samples.Of("bag")));
        Assert.StartsWith(
            path + "\tBag\t",
            Assert.Single(Invocation.Run("classify", directory.Path).Succeeded().Lines)
        );
    }

    [Fact]
    public void PicturesThatAreNotReadAreToldOncePerFormat()
    {
        using TemporaryDirectory directory = new();
        using TemporaryDirectory other = new();
        string picture = directory.Write("bag.png", File.ReadAllBytes(Samples.Of("bag")));
        string[] others =
        [
            "2.webp",
            "1.WebP",
            "3.webp",
            "scan.tif",
            "scan.tiff",
            "notes.txt",
            "Thumbs.db",
            ".hidden.webp",
            "._bag.png",
        ];
        foreach (string name in others)
        {
            directory.Write(name, "");
        }

        other.Write("4.webp", "");
        other.Write("bag.png", File.ReadAllBytes(Samples.Of("bag")));
        string gif = other.Write("5.gif", "");
        string example = Path.Combine(directory.Path, "1.WebP");
        string scan = Path.Combine(directory.Path, "scan.tif");
        const string Advice = "PNG, JPEG and BMP are read. Convert them first.";
        string[] expected =
        [
            $"resnetgen: 1 GIF file of a directory was left out, {gif}: PNG, JPEG and BMP are read. Convert it first.",
            $"resnetgen: 2 TIFF files of directories were left out, such as {scan}: {Advice}",
            $"resnetgen: 4 WebP files of directories were left out, such as {example}: {Advice}",
        ];
        foreach (string command in (string[])["classify", "embed"])
        {
            Invocation run = Invocation.Run(command, directory.Path, other.Path);
            Assert.Equal(ExitCode.Success, run.ExitCode);
            Assert.Equal(2, run.Lines.Count);
            Assert.Equal(expected, run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        }

        JsonElement leftOut = Invocation
            .Run("classify", directory.Path, other.Path, "--json")
            .Json()
            .GetProperty("leftOut");
        Assert.Equal(3, leftOut.GetArrayLength());
        Assert.Equal(["format", "files", "example"], leftOut[2].EnumerateObject().Select(property => property.Name));
        Assert.Equal("WebP", leftOut[2].GetProperty("format").GetString());
        Assert.Equal(4, leftOut[2].GetProperty("files").GetInt32());
        Assert.Equal(example, leftOut[2].GetProperty("example").GetString());
        Assert.False(Invocation.Run("classify", picture, "--json").Succeeded().Json().TryGetProperty("leftOut", out _));
    }

    [Fact]
    public void DirectoryOfDirectoriesIsExplained()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(Path.Combine(directory.Path, "cats"));
        Invocation
            .Run("classify", directory.Path)
            .Failed(ExitCode.PictureFailed, "is in this directory. Directories below it are not searched: 1.");
    }

    [Fact]
    public void DirectoriesBelowAreTold()
    {
        using TemporaryDirectory directory = new();
        directory.Write("bag.png", File.ReadAllBytes(Samples.Of("bag")));
        foreach (string name in (string[])["cats", "dogs", ".git"])
        {
            Directory.CreateDirectory(Path.Combine(directory.Path, name));
        }

        Invocation run = Invocation.Run("classify", directory.Path);

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains(
            $"2 directories below were not searched, such as {Path.Combine(directory.Path, "cats")}: name them too.",
            run.Error
        );

        Directory.Delete(Path.Combine(directory.Path, "dogs"));

        Assert.Contains(
            $"1 directory below was not searched, {Path.Combine(directory.Path, "cats")}: name it too.",
            Invocation.Run("classify", directory.Path).Error
        );
    }

    [Fact]
    public void ExifTurnsPicturesUpright()
    {
        using TemporaryDirectory directory = new();
        Picture bag = Picture.Load(Samples.Of("bag"));
        Picture lying = new Picture(bag.Width, bag.Height, 1, bag.Pixels, PictureOrientation.LeftBottom).ToUpright();
        byte[] exif = [.. "MM\0*\0\0\0\b\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006\0\0\0\0\0\0"u8];
        byte[] file = PngWriter.Write(
            lying.Width,
            PngWriter.Grey,
            8,
            [.. lying.Pixels.ToArray().Chunk(lying.Width)],
            ("eXIf", exif)
        );
        string path = directory.Write("phone.png", file);

        Assert.NotEqual(Values("embed", Samples.Of("bag")), Values("embed", path));
        Assert.Equal(Values("embed", Samples.Of("bag")), Values("embed", path, "--exif"));
        Assert.NotEqual(Values("classify", Samples.Of("bag")), Values("classify", path));
        Assert.Equal(Values("classify", Samples.Of("bag"), "--exif"), Values("classify", path, "--exif"));

        static string Values(params string[] arguments) =>
            Assert.Single(Invocation.Run(arguments).Succeeded().Lines).Split('\t', 2)[1];
    }

    [Fact]
    public void PatternWithoutMatchIsAnError() =>
        Invocation
            .Run("classify", Path.Combine(Samples.Directory, "*.tiff"))
            .Failed(ExitCode.PictureFailed, "*.tiff: no file matches.");

    [Fact]
    public void PatternOfNoDirectoryIsAnError() =>
        Invocation.Run("classify", Path.Combine("missing", "*.png")).Failed(ExitCode.PictureFailed, "*.png: ");

    [Fact]
    public void EmptyArgumentIsAnError() =>
        Invocation.Run("classify", " ").Failed(ExitCode.PictureFailed, "names no picture");
}
