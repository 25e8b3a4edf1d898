using ResNetGen.Transfer.Tests.Support;

namespace ResNetGen.Transfer.Tests.Learning;

public sealed class LogisticRegressionTests
{
    // Two points at -1 and 1: by symmetry the weights are -w and w, and the derivative of
    // log(1 + exp(-2 w)) + l2 w^2 is zero where l2 w (1 + exp(2 w)) = 1.
    [Theory]
    [InlineData(0.25)]
    [InlineData(1)]
    [InlineData(3)]
    public void TwoPointsHaveTheSolutionThatOneFindsByHand(double weight)
    {
        double l2 = 1 / (weight * (1 + Math.Exp(2 * weight)));
        LabelledEmbeddings data = new(["left", "right"], embeddingLength: 1);
        data.Add(new float[] { -1 }, 0);
        data.Add(new float[] { 1 }, 1);

        LinearClassifier classifier = LogisticRegression.Fit(data, new() { L2 = l2 });

        Assert.Equal(-weight, classifier.Weight.Span[0], 1e-5);
        Assert.Equal(weight, classifier.Weight.Span[1], 1e-5);
        Assert.Equal(0, classifier.Bias.Span[0], 1e-6);
        Assert.Equal(0, classifier.Bias.Span[1], 1e-6);
    }

    [Theory]
    [InlineData(1, false, 1)]
    [InlineData(0.01, false, 1)]
    [InlineData(0.01, true, 1)]
    [InlineData(0.0003, false, 1)]
    [InlineData(0.01, true, 2)]
    public void GradientIsZeroAtTheSolution(double l2, bool balanced, int views)
    {
        LabelledEmbeddings data = Clouds.Make([9, 4, 17], length: 6, spread: 1.5f, views: views);

        LinearClassifier classifier = LogisticRegression.Fit(data, new() { L2 = l2, Balanced = balanced });

        Assert.InRange(LargestGradient(data, classifier, l2, balanced), 0, 1e-6);
    }

    [Fact]
    public void ManyFeaturesOfFewPicturesHaveOneToo()
    {
        LabelledEmbeddings data = Clouds.Make([5, 5], length: 300);

        LinearClassifier classifier = LogisticRegression.Fit(data, new() { L2 = 0.01 });

        Assert.InRange(LargestGradient(data, classifier, 0.01, balanced: false), 0, 1e-6);
    }

    [Fact]
    public void ManyPicturesHaveOneToo()
    {
        LabelledEmbeddings data = Clouds.Make([700, 100, 400], length: 20, spread: 3);

        LinearClassifier classifier = LogisticRegression.Fit(data, new() { L2 = 0.003 });

        Assert.InRange(LargestGradient(data, classifier, 0.003, balanced: false), 0, 1e-6);
    }

    [Fact]
    public void SameInputGivesTheSameBits()
    {
        LabelledEmbeddings data = Clouds.Make([9, 4, 17], spread: 1.5f);

        LinearClassifier one = LogisticRegression.Fit(data);
        LinearClassifier other = LogisticRegression.Fit(data);

        Assert.True(one.Weight.Span.SequenceEqual(other.Weight.Span));
        Assert.True(one.Bias.Span.SequenceEqual(other.Bias.Span));
    }

    [Fact]
    public void BalancedTakesRareClassesMoreOften()
    {
        LabelledEmbeddings data = Clouds.Make([60, 6], length: 2, spread: 3);

        int[] taken =
        [
            .. new[] { false, true }.Select(balanced =>
            {
                LinearClassifier classifier = LogisticRegression.Fit(data, new() { L2 = 0.1, Balanced = balanced });
                return Enumerable.Range(0, data.Count).Count(picture => Best(classifier, data.Features(picture)) == 1);
            }),
        ];

        Assert.True(taken[1] > 2 * taken[0], $"{taken[0]} unbalanced, {taken[1]} balanced");
    }

    [Fact]
    public void ClassWithoutPicturesIsNeverTaken()
    {
        LabelledEmbeddings data = Clouds.Make([9, 0, 9]);

        LinearClassifier classifier = LogisticRegression.Fit(data);

        Assert.DoesNotContain(
            1,
            Enumerable.Range(0, data.Count).Select(picture => Best(classifier, data.Features(picture)))
        );
    }

    [Fact]
    public void FeaturesThatNeverDifferAreNoTrouble()
    {
        LabelledEmbeddings data = new(["a", "b"], embeddingLength: 2);
        data.Add(new float[] { 1, 1 }, 0);
        data.Add(new float[] { 1, 1 }, 1);
        data.Add(new float[] { 1, 1 }, 1);

        LinearClassifier classifier = LogisticRegression.Fit(data, new() { L2 = 0.1 });

        float[] scores = new float[2];
        classifier.Score([1, 1], scores);
        Assert.Equal(Math.Log(2), scores[1] - scores[0], 1e-5); // The frequencies are all there is to know.
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-17)]
    [InlineData(1e-30)]
    public void WeakestStrengthsLearnToo(double l2)
    {
        LabelledEmbeddings data = Clouds.Make([100, 100], length: 64, spread: 0.2f);

        LinearClassifier classifier = LogisticRegression.Fit(data, new() { L2 = l2 });

        Assert.All(
            Enumerable.Range(0, data.Count),
            picture => Assert.Equal(data.ClassOf(picture), Best(classifier, data.Features(picture)))
        );
    }

    // A class that is nowhere else among the pictures can be learnt from none: how sure a classifier is that its picture is
    // none of the others depends on the strength alone.
    [Fact]
    public void ClassesOfOnePictureDoNotChooseTheStrength()
    {
        LabelledEmbeddings data = Clouds.Make([15, 15, 15, 15, 15, 15], length: 40, spread: 1.6f);
        LabelledEmbeddings more = new([.. data.Labels, "alone1", "alone2", "alone3", "alone4"], 40);
        Random random = new(2);
        for (int picture = 0; picture < data.Count; picture++)
        {
            more.Add(data.Features(picture).ToArray(), data.ClassOf(picture));
        }

        for (int label = 6; label < 10; label++)
        {
            more.Add(Enumerable.Range(0, 40).Select(_ => random.NextSingle()).ToArray(), label);
        }

        double without = LogisticRegression.ChooseL2(data),
            with = LogisticRegression.ChooseL2(more);

        Assert.InRange(with / without, 0.2, 5);
    }

    [Fact]
    public void OnlyClassIsAlwaysTaken()
    {
        LabelledEmbeddings data = Clouds.Make([0, 9]);

        Assert.Equal(1, Best(LogisticRegression.Fit(data), data.Features(3)));
    }

    [Fact]
    public void NoPicturesAreRefused() =>
        Assert.Contains(
            "There is no picture to learn from",
            Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(new(["a", "b"], 2))).Message
        );

    [Fact]
    public void CancellationEndsIt()
    {
        LabelledEmbeddings data = Clouds.Make([9, 9], spread: 3);

        Assert.ThrowsAny<OperationCanceledException>(() =>
            LogisticRegression.Fit(data, new() { L2 = 0.1 }, new CancellationToken(canceled: true))
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void StrengthIsANumberAboveZero(double l2) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticOptions { L2 = l2 });

    private static int Best(LinearClassifier classifier, ReadOnlySpan<float> features) =>
        classifier.Classify(features)[0].Class;

    /// <summary>By the definition, in loops, on the layer that was folded.</summary>
    private static double LargestGradient(
        LabelledEmbeddings data,
        LinearClassifier classifier,
        double l2,
        bool balanced
    )
    {
        int length = data.EmbeddingLength,
            classes = data.Labels.Count,
            rows = data.Count * data.Views;
        double[] mean = new double[length];
        for (int row = 0; row < rows; row++)
        {
            for (int feature = 0; feature < length; feature++)
            {
                mean[feature] += data.Features(row / data.Views, row % data.Views)[feature] / (double)rows;
            }
        }

        double squares = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int feature = 0; feature < length; feature++)
            {
                squares += Math.Pow(data.Features(row / data.Views, row % data.Views)[feature] - mean[feature], 2);
            }
        }

        double deviation = Math.Sqrt(squares / (rows * length));
        int[] counts = data.CountByClass();
        double[,] gradient = new double[classes, length + 1];
        for (int row = 0; row < rows; row++)
        {
            int own = data.ClassOf(row / data.Views);
            ReadOnlySpan<float> features = data.Features(row / data.Views, row % data.Views);
            double[] exponentials = new double[classes];
            for (int label = 0; label < classes; label++)
            {
                double logit = classifier.Bias.Span[label];
                for (int feature = 0; feature < length; feature++)
                {
                    logit += (double)classifier.Weight.Span[label * length + feature] * features[feature];
                }

                exponentials[label] = Math.Exp(logit);
            }

            double share = balanced ? 1.0 / (classes * counts[own] * data.Views) : 1.0 / rows;
            for (int label = 0; label < classes; label++)
            {
                double error = share * (exponentials[label] / exponentials.Sum() - (label == own ? 1 : 0));
                gradient[label, length] += error;
                for (int feature = 0; feature < length; feature++)
                {
                    gradient[label, feature] += error * (features[feature] - mean[feature]) / deviation;
                }
            }
        }

        double largest = 0;
        for (int label = 0; label < classes; label++)
        {
            largest = Math.Max(largest, Math.Abs(gradient[label, length]));
            for (int feature = 0; feature < length; feature++)
            {
                double penalty = l2 * classifier.Weight.Span[label * length + feature] * deviation;
                largest = Math.Max(largest, Math.Abs(gradient[label, feature] + penalty));
            }
        }

        return largest;
    }
}
