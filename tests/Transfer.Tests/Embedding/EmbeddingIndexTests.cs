using System.Text;
using ResNetGen.Tests.Support;
using ResNetGen.Transfer.Tests.Support;
using ResNetGen.Weights;

namespace ResNetGen.Transfer.Tests;

public sealed class EmbeddingIndexTests : IDisposable
{
    private static readonly string[] Paths = ["a.bmp", "b.bmp", "sub/c.bmp", "sub/d.bmp"];

    private readonly PictureFolder _folder = new();

    public EmbeddingIndexTests()
    {
        for (int index = 0; index < Paths.Length; index++)
        {
            _folder.Write(Paths[index], seed: index);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FeaturesAreComputedOnceAndAreThoseOfTheNetwork()
    {
        AssertFeatures(_folder.Update(Paths, out int runs));
        Assert.Equal(Paths.Length, runs);
        byte[] file = File.ReadAllBytes(_folder.Index);
        File.SetLastWriteTimeUtc(_folder.Index, DateTime.UnixEpoch);

        AssertFeatures(_folder.Update(Paths, out runs));
        Assert.Equal(0, runs);
        Assert.Equal(file, File.ReadAllBytes(_folder.Index));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(_folder.Index));
    }

    [Fact]
    public void OnlyNewAndChangedPicturesRun()
    {
        _folder.Update(Paths, out _);
        _folder.Write("b.bmp", seed: 20);
        _folder.Write("e.bmp", seed: 21);
        AssertFeatures(_folder.Update([.. Paths, "e.bmp"], out int runs));
        Assert.Equal(2, runs);
        Assert.Equal(5, Rows());
    }

    [Fact]
    public void PicturesThatWereMovedCopiedOrTouchedDoNotRun()
    {
        _folder.Update(Paths, out _);
        File.Move(_folder["a.bmp"], _folder["moved.bmp"]);
        File.Copy(_folder["b.bmp"], _folder["copy.bmp"]);
        File.SetLastWriteTimeUtc(_folder["sub/c.bmp"], DateTime.UnixEpoch.AddDays(99));
        string[] paths = ["moved.bmp", "b.bmp", "copy.bmp", "sub/c.bmp"];
        AssertFeatures(_folder.Update(paths, out int runs));
        Assert.Equal(0, runs);
        Assert.Equal(4, Rows());
    }

    [Fact]
    public void ExchangedPicturesOfOneLengthAreToldApart()
    {
        _folder.Update(Paths, out _);
        File.Move(_folder["a.bmp"], _folder["other.bmp"]);
        File.Move(_folder["b.bmp"], _folder["a.bmp"]);
        File.Move(_folder["other.bmp"], _folder["b.bmp"]);
        AssertFeatures(_folder.Update(Paths, out int runs));
        Assert.Equal(0, runs);
    }

    [Fact]
    public void PicturesThatVanishedAreDropped()
    {
        _folder.Update(Paths, out _);
        _folder.Update(["a.bmp"], out int runs);
        Assert.Equal(0, runs);
        Assert.Equal(1, Rows());
    }

    [Fact]
    public void UnreadablePicturesAreTriedAgain()
    {
        File.WriteAllText(_folder["b.bmp"], "no picture");
        IReadOnlyList<EmbeddedPicture> pictures = _folder.Update([.. Paths, "missing.bmp"], out int runs);
        Assert.Equal(3, runs);
        Assert.Contains("b.bmp", pictures[1].Problem);
        Assert.Contains("missing.bmp", pictures[4].Problem);
        Assert.Equal(3, Rows());

        _folder.Write("b.bmp", seed: 1);
        AssertFeatures(_folder.Update(Paths, out runs));
        Assert.Equal(1, runs);
    }

    [Fact]
    public void WhatWasComputedBeforeAnInterruptionStays()
    {
        string[] paths = [.. Enumerable.Range(0, 12).Select(index => $"{index}.bmp")];
        for (int index = 0; index < paths.Length; index++)
        {
            _folder.Write(paths[index], seed: 100 + index);
        }

        using CancellationTokenSource stop = new();
        using (PictureEmbedder embedder = _folder.Embedder())
        {
            Assert.ThrowsAny<OperationCanceledException>(() =>
                _folder.Update(embedder, paths, out _, progress: new StopAt(0.25, stop), stop: stop.Token)
            );
        }

        Assert.Equal(3, Rows());
        AssertFeatures(_folder.Update(paths, out int runs));
        Assert.Equal(9, runs);
        Assert.Empty(Directory.GetFiles(_folder.Root, "*.tmp"));
    }

    [Fact]
    public void AnotherPreprocessingMakesItAnew()
    {
        _folder.Update(Paths, out _);
        List<string> reports = [];
        using (PictureEmbedder border = _folder.Embedder(PictureFolder.Preprocessing with { Background = 255 }))
        {
            _folder.Update(border, Paths, out int runs, reports);
            Assert.Equal(Paths.Length, runs);
        }

        Assert.Contains("another network", Assert.Single(reports));
        using PictureEmbedder mirrored = _folder.Embedder(mirrored: true);
        IReadOnlyList<EmbeddedPicture> pictures = _folder.Update(mirrored, Paths, out int both, reports);
        Assert.Equal(2 * Paths.Length, both);
        Assert.Equal(2, reports.Count);
        AssertFeatures(_folder.Update(mirrored, Paths, out both), mirrored: true);
        Assert.Equal(0, both);
    }

    [Fact]
    public void AnotherVersionMakesItAnew()
    {
        _folder.Update(Paths, out _);
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(_folder.Index));
        Assert.Contains("\"resnetgen.index\":\"1\"", text);
        text = text.Replace("\"resnetgen.index\":\"1\"", "\"resnetgen.index\":\"0\"");
        File.WriteAllBytes(_folder.Index, Encoding.Latin1.GetBytes(text));
        List<string> reports = [];
        AssertFeatures(_folder.Update(Paths, out int runs, reports));
        Assert.Equal(Paths.Length, runs);
        Assert.Contains("another version", Assert.Single(reports));
    }

    [Fact]
    public void DamageNeverGivesOtherFeatures()
    {
        _folder.Update(Paths, out _);
        byte[] whole = File.ReadAllBytes(_folder.Index);
        int start = 8 + "{\"__metadata__\":{\"resnetgen.index\":".Length;
        for (int position = start; position < whole.Length; position += 61)
        {
            byte[] damaged = [.. whole];
            damaged[position] ^= 0x15;
            File.WriteAllBytes(_folder.Index, damaged);
            List<string> reports = [];
            AssertFeatures(_folder.Update(Paths, out _, reports));
            Assert.InRange(reports.Count, 0, 1);

            File.WriteAllBytes(_folder.Index, whole[..position]);
            AssertFeatures(_folder.Update(Paths, out int runs, reports = []));
            Assert.Equal(Paths.Length, runs);
            Assert.Contains("damaged", Assert.Single(reports));
        }

        _folder.Update(Paths, out int last);
        Assert.Equal(0, last);
    }

    [Theory]
    [InlineData("a diary, and no index of pictures at all, of more than forty bytes")]
    [InlineData("short")]
    public void AnotherFileIsNotOverwritten(string content)
    {
        File.WriteAllText(_folder.Index, content);
        WeightFileException error = Assert.Throws<WeightFileException>(() => _folder.Update(Paths, out _));
        Assert.Contains("no index", error.Message);
        Assert.Equal(content, File.ReadAllText(_folder.Index));
    }

    [Fact]
    public void WeightsAreNotOverwritten()
    {
        byte[] weights = Cli.Tests.Support.WeightFiles.For(TinyNetwork.Network);
        File.WriteAllBytes(_folder.Index, weights);
        Assert.Throws<WeightFileException>(() => _folder.Update(Paths, out _));
        Assert.Equal(weights, File.ReadAllBytes(_folder.Index));
    }

    [Fact]
    public void AnEmptyFileBecomesAnIndex()
    {
        File.WriteAllBytes(_folder.Index, []);
        List<string> reports = [];
        AssertFeatures(_folder.Update(Paths, out _, reports));
        Assert.Equal(4, Rows());
    }

    [Fact]
    public void WhatCannotBeKeptIsNotComputed()
    {
        Directory.CreateDirectory(_folder.Index);
        Assert.Throws<IOException>(() => _folder.Update(Paths, out _));
        Directory.Delete(_folder.Index);
        using PictureEmbedder embedder = _folder.Embedder();
        Assert.Throws<DirectoryNotFoundException>(() =>
            EmbeddingIndex.Update(Path.Combine(_folder.Root, "none", "index"), _folder.Root, Paths, embedder)
        );
    }

    [FactNeeding(Needs.Linux, "links are made by everybody")]
    public void ALinkIsAsNewAsItsTarget()
    {
        _folder.Write("target/real.bmp", seed: 5);
        File.CreateSymbolicLink(_folder["link.bmp"], _folder["target/real.bmp"]);
        AssertFeatures(_folder.Update(["link.bmp"], out _));
        _folder.Write("target/real.bmp", seed: 6);
        AssertFeatures(_folder.Update(["link.bmp"], out int runs));
        Assert.Equal(1, runs);
    }

    private int Rows()
    {
        using SafetensorsFile file = SafetensorsFile.Open(_folder.Index);
        Assert.True(file.TryFind("embeddings", out SafetensorsTensor? tensor));
        return (int)tensor.Shape[0];
    }

    // Of each picture as it is now, in the order that was asked for.
    private void AssertFeatures(IReadOnlyList<EmbeddedPicture> pictures, bool mirrored = false)
    {
        using PictureEmbedder embedder = _folder.Embedder(mirrored: mirrored);
        EmbeddedPicture[] expected = [.. embedder.Embed(pictures.Select(picture => picture.Path))];
        Assert.NotEmpty(expected);
        Assert.All(
            expected.Zip(pictures),
            pair =>
            {
                Assert.Null(pair.First.Problem);
                Assert.Null(pair.Second.Problem);
                Assert.Equal(pair.First.ContentHash, pair.Second.ContentHash);
                Assert.Equal(pair.First.Features.ToArray(), pair.Second.Features.ToArray());
            }
        );
    }

    private sealed class StopAt(double share, CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value >= share)
            {
                stop.Cancel();
            }
        }
    }
}
