using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;
using ResNetGen.Transfer.Tests.Support;

namespace ResNetGen.Transfer.Tests.Embedding;

public sealed class PictureEmbedderTests
{
    private static readonly string[] Samples =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "samples"), "*.png").Order(StringComparer.Ordinal),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void FeaturesAreTheNetworksWhateverTheWorkers(int workers)
    {
        using PictureEmbedder embedder = new(Backbone.Load(Backbone.Weights), Backbone.Preprocessing, workers: workers);
        using Backbone model = Backbone.Load(Backbone.Weights);
        float[] expected = new float[Backbone.EmbeddingLength];
        string[] paths = [.. Samples, "no-such.png", .. Samples];

        EmbeddedPicture[] pictures = [.. embedder.Embed(paths)];

        Assert.Equal(paths, pictures.Select(picture => picture.Path));
        foreach (EmbeddedPicture picture in pictures.Where(picture => picture.Path != "no-such.png"))
        {
            model.Embed(Backbone.Preprocessing.Apply(Picture.Load(picture.Path)), expected);
            Assert.Equal(expected, picture.Features.ToArray());
            Assert.Null(picture.Problem);
        }

        EmbeddedPicture missing = pictures[Samples.Length];
        Assert.Contains("no such file", missing.Problem);
        Assert.True(missing.Features.IsEmpty);
    }

    [Fact]
    public void MirrorImageIsThatOfTheFile()
    {
        using TemporaryDirectory directory = new();
        Random random = new(5);
        byte[][] rows = [.. Enumerable.Range(0, 20).Select(_ => new byte[30 * 3])];
        foreach (byte[] row in rows)
        {
            random.NextBytes(row);
        }

        string path = directory.Write("one.png", Png(rows));
        string mirrored = directory.Write(
            "mirrored.png",
            Png([.. rows.Select(row => row.Chunk(3).Reverse().SelectMany(pixel => pixel).ToArray())])
        );
        using PictureEmbedder both = new(Backbone.Load(Backbone.Weights), Backbone.Preprocessing, mirrored: true);
        using PictureEmbedder one = new(Backbone.Load(Backbone.Weights), Backbone.Preprocessing);

        float[] features = both.Embed([path]).Single().Features.ToArray();

        Assert.Equal(2, both.Views);
        Assert.Equal(one.Embed([path]).Single().Features.ToArray(), features[..Backbone.EmbeddingLength]);
        Assert.Equal(one.Embed([mirrored]).Single().Features.ToArray(), features[Backbone.EmbeddingLength..]);
    }

    [Fact]
    public void SameContentHasTheSameHash()
    {
        using TemporaryDirectory directory = new();
        string copy = directory.Write("copy.png", File.ReadAllBytes(Samples[0]));
        using PictureEmbedder embedder = new(Backbone.Load(Backbone.Weights), Backbone.Preprocessing);

        EmbeddedPicture[] pictures = [.. embedder.Embed([Samples[0], copy, Samples[1]])];

        Assert.Equal(pictures[0].ContentHash, pictures[1].ContentHash);
        Assert.NotEqual(pictures[0].ContentHash, pictures[2].ContentHash);
    }

    [Fact]
    public void NetworkThatCannotBeForkedStaysTheCallers()
    {
        using Unforkable model = new(Backbone.Load(Backbone.Weights));

        Assert.Throws<NotSupportedException>(() => new PictureEmbedder(model, Backbone.Preprocessing, workers: 2));

        Assert.False(model.IsDisposed);
        using PictureEmbedder one = new(model, Backbone.Preprocessing, workers: 1);
        Assert.Null(one.Embed(Samples[..1]).Single().Problem);
    }

    [Fact]
    public void PreprocessingOfAnotherSizeIsRefused()
    {
        using Backbone model = Backbone.Load(Backbone.Weights);

        Assert.Contains(
            "adapt it with ForInput",
            Assert.Throws<ArgumentException>(() => new PictureEmbedder(model, Preprocessing.TorchvisionV1)).Message
        );
    }

    private static byte[] Png(byte[][] rows) =>
        Imaging.Tests.PngWriter.Write(30, Imaging.Tests.PngWriter.Rgb, depth: 8, rows);

    /// <summary>A network of a class that was not generated.</summary>
    private sealed class Unforkable(Backbone model) : IImageModel
    {
        public bool IsDisposed { get; private set; }

        public ModelInfo Network => Backbone.Network;

        public void Embed(ReadOnlySpan<float> images, Span<float> embeddings) => model.Embed(images, embeddings);

        public void FeatureMap(ReadOnlySpan<float> images, FeatureMapInfo map, Span<float> values) =>
            model.FeatureMap(images, map, values);

        public void Profile(ReadOnlySpan<float> images, Span<float> results, Span<TimeSpan> layers) =>
            model.Profile(images, results, layers);

        public void Dispose()
        {
            IsDisposed = true;
            model.Dispose();
        }
    }
}
