using ResNetGen.Transfer.Tests.Support;

namespace ResNetGen.Transfer.Tests.Heads;

public sealed class NearestTests
{
    [Fact]
    public void MeanIsOfDirections()
    {
        NearestMean classifier = new(embeddingLength: 2);
        classifier.Add("right", [100, 0]);
        classifier.Add("right", [0, 1]);
        classifier.Add("left", [-1, 0]);
        float[] scores = new float[2];

        classifier.Score([1, 1], scores);

        Assert.Equal(["right", "left"], classifier.Labels);
        Assert.Equal(1, scores[0], 1e-6);
        Assert.Equal(-Math.Sqrt(0.5), scores[1], 1e-6);
    }

    [Fact]
    public void ClassIsAddedWithoutLearningAnew()
    {
        LabelledEmbeddings data = Clouds.Make([5, 5]);
        NearestMean classifier = NearestMean.Fit(data);
        float[] scores = new float[3];
        float[] opposite = [.. data.Features(0).ToArray().Select(value => -value)];

        classifier.Add("new", opposite);
        classifier.Score(opposite, scores);

        Assert.Equal(1, scores[2], 1e-6);
        Assert.True(scores[0] < 0 && scores[1] < 0);
    }

    [Fact]
    public void ClassWithoutPicturesIsTheLast()
    {
        float[] scores = new float[3];

        NearestMean.Fit(Clouds.Make([3, 0, 3])).Score(Enumerable.Repeat(-1f, 6).ToArray(), scores);

        Assert.Equal(-2, scores[1]);
    }

    [Fact]
    public void NeighboursVoteWithTheirCosine()
    {
        LabelledEmbeddings data = new(["a", "b"], embeddingLength: 2);
        data.Add(new float[] { 1, 0 }, 0);
        data.Add(new float[] { 3, 4 }, 1);
        data.Add(new float[] { 4, 3 }, 1);
        data.Add(new float[] { -1, 0 }, 0);
        float[] scores = new float[2];

        new NearestNeighbours(data, neighbours: 3).Score([2, 0], scores);

        Assert.Equal([1f, 0.6f + 0.8f], scores);
    }

    [Fact]
    public void OfEqualNeighboursTheFirstVotes()
    {
        LabelledEmbeddings data = new(["a", "b"], embeddingLength: 1);
        data.Add(new float[] { 1 }, 1);
        data.Add(new float[] { 2 }, 0);
        float[] scores = new float[2];

        new NearestNeighbours(data, neighbours: 1).Score([5], scores);

        Assert.Equal([0f, 1f], scores);
    }

    [Fact]
    public void LengthsAreChecked()
    {
        NearestMean classifier = new(embeddingLength: 2);

        Assert.Throws<ArgumentException>(() => classifier.Add("a", [1]));
        Assert.Throws<ArgumentException>(() => classifier.Add("a", [1, float.NaN]));
        Assert.Throws<ArgumentException>(() => new NearestNeighbours(new(["a"], 2)));
        Assert.Throws<ArgumentException>(() => new LabelledEmbeddings(["a", "a"], 2));
        Assert.Throws<ArgumentException>(() => new LabelledEmbeddings(["a", ""], 2));
    }
}
