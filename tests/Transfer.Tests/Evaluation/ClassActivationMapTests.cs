using ResNetGen.Transfer.Tests.Support;

namespace ResNetGen.Transfer.Tests.Evaluation;

public sealed class ClassActivationMapTests
{
    // The average pool and the layer are linear: one may be done before the other.
    [Fact]
    public void MeanOfTheMapIsTheLogitWithoutItsBias()
    {
        using Backbone model = Backbone.Load(Backbone.Weights);
        float[] image = [.. Enumerable.Range(0, Backbone.Network.InputLength).Select(index => MathF.Sin(index))];
        LinearClassifier classifier = new(
            ["a", "b"],
            Enumerable.Range(0, 2 * Backbone.EmbeddingLength).Select(index => MathF.Cos(index)).ToArray(),
            [3, -4]
        );
        FeatureMapInfo map = ClassActivationMap.MapOf(Backbone.Network);
        float[] values = new float[map.Length],
            features = new float[Backbone.EmbeddingLength],
            logits = new float[2];
        model.FeatureMap(image, map, values);
        model.Embed(image, features);
        classifier.Score(features, logits);

        for (int label = 0; label < 2; label++)
        {
            float[] heat = ClassActivationMap.Compute(map, values, classifier, label);

            Assert.Equal(map.Height * map.Width, heat.Length);
            Assert.Equal(logits[label] - classifier.Bias.Span[label], heat.Average(), 1e-4f);
            Assert.True(heat.Max() - heat.Min() > 0.01);
        }
    }

    [Fact]
    public void AnotherMapIsRefused()
    {
        LinearClassifier classifier = new(["a"], [1, 2], [0]);

        Assert.Contains(
            "give the map that the network pools",
            Assert
                .Throws<ArgumentException>(() =>
                    ClassActivationMap.Compute(new("layer1", 3, 2, 2), new float[12], classifier, 0)
                )
                .Message
        );
    }
}
