using System.Numerics.Tensors;
using ResNetGen.Transfer.Tests.Support;

namespace ResNetGen.Transfer.Tests.Learning;

/// <summary>Data that no network gives in good order.</summary>
public sealed class ExtremeDataTests
{
    // The mean of equal numbers is not always that number.
    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.7f)]
    [InlineData(1e30f)]
    [InlineData(1e-30f)]
    public void FeaturesThatAreAllEqualSayNothing(float feature)
    {
        LabelledEmbeddings data = new(["rare", "common"], embeddingLength: 3);
        float[] features = [feature, feature / 3, -feature];
        for (int picture = 0; picture < 7; picture++)
        {
            data.Add(features, picture < 2 ? 0 : 1);
        }

        LinearClassifier classifier = LogisticRegression.Fit(data, new() { L2 = 0.001 });
        float[] logits = new float[2];
        classifier.Score(features, logits);

        // The classes are as probable as they are frequent.
        Assert.Equal(Math.Log(5.0 / 2), logits[1] - logits[0], 1e-3);
    }

    [Theory]
    [InlineData(1e-20f)]
    [InlineData(1e20f)]
    [InlineData(1e37f)]
    public void FeaturesOfAnyScaleAreLearnt(float scale)
    {
        LabelledEmbeddings data = new(["left", "right"], embeddingLength: 2);
        for (int picture = 0; picture < 10; picture++)
        {
            data.Add(new float[] { (picture % 2 == 0 ? -1 : 1) * scale, picture * scale }, picture % 2);
        }

        LinearClassifier classifier = LogisticRegression.Fit(data);
        double accuracy = CrossValidation.Run(data, part => LogisticRegression.Fit(part)).Confusion.Accuracy;
        _ = CrossValidation.Run(data, NearestMean.Fit);
        _ = CrossValidation.Run(data, part => new NearestNeighbours(part));

        Assert.True(TensorPrimitives.IsFiniteAll<float>(classifier.Weight.Span));
        Assert.Equal(1, accuracy);
    }

    [Theory]
    [InlineData(1e-44f)]
    [InlineData(1e-38f)]
    public void FeaturesTooSmallForWeightsGiveFiniteOnes(float scale)
    {
        LabelledEmbeddings data = new(["left", "right"], embeddingLength: 1);
        for (int picture = 0; picture < 10; picture++)
        {
            data.Add(new float[] { (picture % 2 == 0 ? -1 : 1) * scale }, picture % 2);
        }

        LinearClassifier classifier = LogisticRegression.Fit(data);

        Assert.True(TensorPrimitives.IsFiniteAll<float>(classifier.Weight.Span));
        Assert.True(TensorPrimitives.IsFiniteAll<float>(classifier.Bias.Span));
    }

    [Theory]
    [InlineData(double.Epsilon)]
    [InlineData(1e-300)]
    [InlineData(1e-12)]
    [InlineData(1e300)]
    [InlineData(double.MaxValue)]
    public void AnyStrengthGivesFiniteWeights(double l2)
    {
        foreach (
            LabelledEmbeddings data in (LabelledEmbeddings[])
                [
                    Clouds.Make([5, 5], length: 3, spread: 0.01f),
                    Clouds.Make([5, 3, 4], length: 30, spread: 3f),
                    Clouds.Make([4, 3], length: 1),
                ]
        )
        {
            LinearClassifier classifier = LogisticRegression.Fit(data, new() { L2 = l2 });
            Assert.True(TensorPrimitives.IsFiniteAll<float>(classifier.Weight.Span));
            Assert.True(TensorPrimitives.IsFiniteAll<float>(classifier.Bias.Span));
        }
    }
}
