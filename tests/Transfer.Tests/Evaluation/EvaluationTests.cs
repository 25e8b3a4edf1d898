using ResNetGen.Transfer.Tests.Support;

namespace ResNetGen.Transfer.Tests.Evaluation;

public sealed class EvaluationTests
{
    [Theory]
    [InlineData(5, 10, 10, 10)]
    [InlineData(5, 23, 3, 14)]
    [InlineData(3, 1, 7, 2)]
    public void FoldsHaveAsManyOfEachClassAsCanBe(int folds, params int[] counts)
    {
        LabelledEmbeddings data = Clouds.Make(counts);

        IReadOnlyList<Fold> split = StratifiedFolds.Split(data, folds);

        Assert.Equal(Enumerable.Range(0, data.Count), split.SelectMany(fold => fold.Test).Order());
        foreach (Fold fold in split)
        {
            Assert.Equal(Enumerable.Range(0, data.Count), fold.Train.Concat(fold.Test).Order());
            for (int label = 0; label < counts.Length; label++)
            {
                int held = fold.Test.Count(picture => data.ClassOf(picture) == label);
                Assert.InRange(held, counts[label] / folds, (counts[label] + folds - 1) / folds);
            }
        }
    }

    [Fact]
    public void OrderOfPicturesDoesNotMatter()
    {
        LabelledEmbeddings data = Clouds.Make([9, 9, 9], spread: 2);
        LabelledEmbeddings reversed = data.Subset(Enumerable.Range(0, data.Count).Reverse());

        Assert.Equal(
            CrossValidation.Run(data, part => LogisticRegression.Fit(part)).Confusion.Correct,
            CrossValidation.Run(reversed, part => LogisticRegression.Fit(part)).Confusion.Correct
        );
    }

    [Fact]
    public void ClassesThatAreApartAreTold()
    {
        LabelledEmbeddings data = Clouds.Make([12, 8, 10], spread: 0.1f);

        Assert.Equal(1, CrossValidation.Run(data, part => LogisticRegression.Fit(part)).Confusion.Accuracy);
        Assert.Equal(1, CrossValidation.Run(data, NearestMean.Fit).Confusion.Accuracy);
        Assert.Equal(1, CrossValidation.Run(data, part => new NearestNeighbours(part)).Confusion.Accuracy);
    }

    // What a classifier has learnt from must not be what it is tried on: on noise nothing but chance is left.
    [Fact]
    public void NoiseIsNotTold()
    {
        LabelledEmbeddings data = new(["a", "b"], embeddingLength: 300);
        Random random = new(3);
        for (int picture = 0; picture < 200; picture++)
        {
            data.Add(Enumerable.Range(0, 300).Select(_ => random.NextSingle()).ToArray(), picture % 2);
        }

        LogisticOptions weak = new() { L2 = 1e-4 };

        Assert.InRange(
            CrossValidation.Run(data, part => LogisticRegression.Fit(part, weak)).Confusion.Accuracy,
            0.35,
            0.65
        );
        Assert.Equal(1, Tried(data, LogisticRegression.Fit(data, weak)).Accuracy, 0.1);
    }

    [Fact]
    public void ScoresAreOfTheClassifierThatHadNotSeenThePicture()
    {
        LabelledEmbeddings data = Clouds.Make([6, 6], spread: 1);
        List<LabelledEmbeddings> learnt = [];

        CrossValidation result = CrossValidation.Run(
            data,
            part =>
            {
                lock (learnt)
                {
                    learnt.Add(part);
                }

                return NearestMean.Fit(part);
            },
            folds: 3
        );

        Assert.Equal(3, learnt.Count);
        float[] scores = new float[2];
        for (int picture = 0; picture < data.Count; picture++)
        {
            LabelledEmbeddings without = learnt.Single(part => !Has(part, data.Features(picture)));
            NearestMean.Fit(without).Score(data.Features(picture), scores);
            Assert.Equal(scores, result.ScoresOf(picture).ToArray());
        }
    }

    [Fact]
    public void ClassOfOnePictureIsTriedWithoutIt()
    {
        LabelledEmbeddings data = Clouds.Make([1, 9]);

        ConfusionMatrix matrix = CrossValidation.Run(data, part => LogisticRegression.Fit(part)).Confusion;

        Assert.Equal(1, matrix[0, 1]);
    }

    [Fact]
    public void WhatLearningThrowsIsThrownAsItIs() =>
        Assert.Throws<FormatException>(() =>
            CrossValidation.Run(Clouds.Make([5, 5]), _ => throw new FormatException("defect"))
        );

    [Fact]
    public void CancellationEndsIt()
    {
        CancellationToken cancelled = new(canceled: true);

        Assert.ThrowsAny<OperationCanceledException>(() =>
            CrossValidation.Run(
                Clouds.Make([5, 5]),
                part => LogisticRegression.Fit(part, null, cancelled),
                cancellationToken: cancelled
            )
        );
        Assert.ThrowsAny<OperationCanceledException>(() =>
            LogisticRegression.ChooseL2(Clouds.Make([5, 5]), null, cancelled)
        );
    }

    [Fact]
    public void FewerPicturesThanPartsAreRefused()
    {
        LabelledEmbeddings data = Clouds.Make([2, 2]);

        string message = Assert.Throws<ArgumentException>(() => CrossValidation.Run(data, NearestMean.Fit)).Message;

        Assert.Contains("4 picture(s) cannot be divided into 5 parts", message);
    }

    [Fact]
    public void MatrixCounts()
    {
        ConfusionMatrix matrix = new(["a", "b", "c"]);
        foreach ((int actual, int predicted) in new[] { (0, 0), (0, 0), (0, 1), (1, 1), (1, 0) })
        {
            matrix.Add(actual, predicted);
        }

        Assert.Equal(0.6, matrix.Accuracy);
        Assert.Equal(2.0 / 3, matrix.PrecisionOf(0), 1e-12);
        Assert.Equal(2.0 / 3, matrix.RecallOf(0), 1e-12);
        Assert.Equal(0.5, matrix.PrecisionOf(1));
        Assert.Equal(0.5, matrix.RecallOf(1));
        Assert.Equal(double.NaN, matrix.PrecisionOf(2));
        Assert.Equal(double.NaN, matrix.RecallOf(2));
        Assert.Equal(1, matrix[0, 1]);
        Assert.Equal(3, matrix.CountOf(0));
    }

    // Newcombe 1998, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void IntervalIsWilsons(int correct, int count, double low, double high)
    {
        (double actualLow, double actualHigh) = ConfusionMatrix.Wilson(correct, count);

        Assert.Equal(low, actualLow, 5e-5);
        Assert.Equal(high, actualHigh, 5e-5);
    }

    private static ConfusionMatrix Tried(LabelledEmbeddings data, IEmbeddingClassifier classifier)
    {
        ConfusionMatrix matrix = new(data.Labels);
        float[] scores = new float[data.Labels.Count];
        for (int picture = 0; picture < data.Count; picture++)
        {
            classifier.Score(data.Features(picture), scores);
            matrix.Add(data.ClassOf(picture), Array.IndexOf(scores, scores.Max()));
        }

        return matrix;
    }

    private static bool Has(LabelledEmbeddings data, ReadOnlySpan<float> features)
    {
        for (int picture = 0; picture < data.Count; picture++)
        {
            if (data.Features(picture).SequenceEqual(features))
            {
                return true;
            }
        }

        return false;
    }
}
