using FashionLibrary;
using ResNetGen.Build.NativeHeader;

namespace ResNetGen.Native.Tests;

/// <summary>The headers of an assembly as files.</summary>
public sealed class HeaderWriterTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AFolderHoldsTheHeadersOfTheAssemblyAndNoOthers()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "of-yesterday.h"), "");
        File.WriteAllText(Path.Combine(_folder, "fashion.h"), "of yesterday");
        File.WriteAllText(Path.Combine(_folder, "other.txt"), "");

        HeaderWriter.Write(typeof(FashionClassifier).Assembly.Location, _folder);

        Assert.Equal(["fashion.h", "other.txt"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        string text = File.ReadAllText(Path.Combine(_folder, "fashion.h"));
        Assert.StartsWith("/*\n * fashion.h: ", text);
        Assert.EndsWith("#endif /* FASHION_H */\n", text);
    }

    /// <summary>Else everything that includes it would be compiled again.</summary>
    [Fact]
    public void AHeaderThatIsRightIsLeftAlone()
    {
        string header = Path.Combine(_folder, "fashion.h");
        HeaderWriter.Write(typeof(FashionClassifier).Assembly.Location, _folder);
        DateTime before = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(header, before);

        HeaderWriter.Write(typeof(FashionClassifier).Assembly.Location, _folder);

        Assert.Equal(before, File.GetLastWriteTimeUtc(header));
    }

    [Fact]
    public void AnAssemblyWithoutExportsHasNoHeaders()
    {
        HeaderWriter.Write(typeof(HeaderWriterTests).Assembly.Location, _folder);

        Assert.Empty(Directory.GetFiles(_folder));
    }
}
