using ResNetGen.Imaging;
using static ResNetGen.Import.Tests.WrittenClasses;

namespace ResNetGen.Import.Tests;

/// <summary>The text of a class that is written: it compiles, whatever a file says.</summary>
public class ClassTextTests
{
    private const string Hostile = "\"]; } } /* */ <a & b> \\ \n \u2028 \u202E \uD800 \0 {0} 🐦";

    [Fact]
    public void LabelsAndNotesCannotBreakOut()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        NetworkClass written = new(
            Network(
                checkpoint,
                labels: [Hostile, "", "e", "\\", "\u0085"],
                notes: [Hostile, new string('x', 300), "*/ </remarks>"]
            ),
            "Net"
        );
        CompiledClass compiled = CompiledClass.Of(written.Source(), "Net");
        Assert.Equal([Hostile, "", "e", "\\", "\u0085"], compiled.Get<IReadOnlyList<string>>("Labels"));
        Assert.DoesNotContain(written.Source(), letter => letter is '\u202E' or '\u2028' or '\0' or '\u0085');
    }

    [Fact]
    public void NotesOfAnyLengthKeepTheirLines()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        foreach (int length in Enumerable.Range(90, 40))
        {
            string source = new NetworkClass(
                Network(checkpoint, notes: [$"{new string('x', length)} and more"]),
                "Net"
            ).Source();
            string[] documentation = [.. source.Split('\n').Where(line => line.StartsWith("///"))];
            Assert.All(documentation, line => Assert.Equal(0, line.LastIndexOf("///")));
            Assert.All(documentation, line => Assert.True(line.Length <= 120 || !line[4..].Contains(' ')));
        }
    }

    [Fact]
    public void NamesOfFilesCannotBreakOut()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("<a & b> \n #error \u202E.pth", File.ReadAllBytes(GoldenFiles.Path("basic.pth")));
        using Checkpoint checkpoint = Checkpoint.Open(path);
        string source = new NetworkClass(Network(checkpoint), "Net").Source();
        Assert.Empty(CompiledClass.Problems(source));
        Assert.Contains(@"imported from &lt;a &amp; b&gt; \u000a #error \u202e.pth (PyTorch).", source);
    }

    [Fact]
    public void LabelsOfImageNet21KCompile()
    {
        const int Classes = 21_841;
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        ImportedNetwork network = Network(
            checkpoint,
            declaration => declaration with { Classes = Classes },
            labels: [.. Enumerable.Range(0, Classes).Select(index => $"n{index:d8} \"{index}\"")]
        );
        CompiledClass compiled = CompiledClass.Of(new NetworkClass(network, "Net").Source(), "Net");
        Assert.Equal(network.Labels, compiled.Get<IReadOnlyList<string>>("Labels"));
    }

    public static TheoryData<string> Preprocessings => ["known", "V1", "V2", "timm", "not finite"];

    [Theory]
    [MemberData(nameof(Preprocessings))]
    public void PreprocessingIsThatOfTheFile(string which)
    {
        Preprocessing known = which switch
        {
            "known" => new()
            {
                ShorterSide = 70,
                CropHeight = 64,
                CropWidth = 64,
                Filter = ResizeFilter.Bicubic,
                TurnUpright = true,
                CropMode = CropMode.Border,
                Background = 7,
                ChannelOrder = ChannelOrder.Bgr,
                MeanImage = [.. Enumerable.Range(0, 3 * 64 * 64).Select(index => 1f / (index + 1))],
                Mean = [0.1f, 1e-7f, -3.4e38f],
                StandardDeviation = [1f / 3, 1f, 0.2f],
            },
            "V2" => Preprocessing.TorchvisionV2,
            "timm" => Preprocessing.Timm(64, 0.875),
            "not finite" => new() { Mean = [float.NaN, float.PositiveInfinity, float.NegativeInfinity] },
            _ => Preprocessing.TorchvisionV1,
        };
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        NetworkClass written = new(Network(checkpoint, preprocessing: known), "Net");
        Preprocessing found = CompiledClass.Of(written.Source(), "Net").Get<Preprocessing>("Preprocessing");
        Preprocessing expected = known.ForInput(64, 64);
        Assert.Equal(
            expected with
            {
                ShorterSide = expected.ShorterSide,
            },
            found with
            {
                ShorterSide = found.ShorterSide,
            }
        );
        Assert.Empty(written.Notes);
    }

    [Fact]
    public void PreprocessingThatIsNotKnownIsSaidToBeAssumed()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        NetworkClass written = new(Network(checkpoint), "Net");
        Assert.Equal(
            Preprocessing.TorchvisionV1.ForInput(64, 64),
            CompiledClass.Of(written.Source(), "Net").Get<Preprocessing>("Preprocessing")
        );
        Assert.Contains("IMAGENET1K_V1", Assert.Single(written.Notes));
        Assert.Contains("IMAGENET1K_V1", written.Source());
    }

    /// <summary>What the text of a preprocessing leaves out would be lost without a word.</summary>
    [Fact]
    public void TextOfAPreprocessingHasAllThatCanBeSet()
    {
        string text = PreprocessingText.Of(new() { ShorterSide = 1, MeanImage = [0.5f] });
        Assert.All(
            typeof(Preprocessing).GetProperties().Where(property => property.CanWrite),
            property => Assert.Contains($" {property.Name} = ", text)
        );
    }

    [Fact]
    public void ImagesOfOtherChannelsHaveNoPreprocessing()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        NetworkClass written = new(Network(checkpoint, declaration => declaration with { InputChannels = 12 }), "Net");
        Assert.False(CompiledClass.Of(written.Source(), "Net").Has("Preprocessing"));
        Assert.Contains("12 channels", Assert.Single(written.Notes));
    }
}
