using ResNetGen.Runtime.Tests.Native;

namespace ResNetGen.Runtime.Tests.Execution;

[Collection(nameof(Alone))]
public sealed class ClassifyTests : IDisposable
{
    private const int Classes = TinyBasic.Classes;
    private const string Name = "ResNetGen.Runtime.Tests.Execution.TinyBasic";

    private readonly TinyBasic _model = TinyBasic.Load(TinyNetwork.Safetensors);

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(Classes)]
    public void EachImageHasItsMostProbableClasses(int top)
    {
        ClassProbability[] results = new ClassProbability[TinyNetwork.Batch * top];
        _model.Classify(TinyNetwork.Images, results);

        for (int image = 0; image < TinyNetwork.Batch; image++)
        {
            double[] expected = Softmax(TinyNetwork.Logits.AsSpan(image * Classes, Classes));
            int[] order = [.. Enumerable.Range(0, Classes).OrderByDescending(index => expected[index]).Take(top)];
            ClassProbability[] found = results[(image * top)..((image + 1) * top)];
            Assert.Equal(order, found.Select(one => one.Class));
            Assert.All(found, one => Assert.Equal(expected[one.Class], one.Probability, 1e-6));
        }

        Assert.Equal(results, _model.Classify(TinyNetwork.Images, top));
    }

    [Fact]
    public void ABatchMayBePartlyFilled()
    {
        float[] image = TinyNetwork.Images[..TinyBasic.InputLength];
        Assert.Equal(_model.Classify(TinyNetwork.Images, 2)[..2], _model.Classify(image, 2));
    }

    [Fact]
    public void ItRunsOnEveryNetworkThatAnInterfaceStandsFor()
    {
        IImageClassifier any = _model;
        Assert.Equal(_model.Classify(TinyNetwork.Images, 1), any.Classify(TinyNetwork.Images, 1));
    }

    [Fact]
    public void ItAllocatesNothing()
    {
        ClassProbability[] results = new ClassProbability[TinyNetwork.Batch * 2];
        Assert.Equal(0, AllocationTests.LeastAllocated(() => _model.Classify(TinyNetwork.Images, results)));
    }

    /// <summary>More classes than a vector has lanes, many of them equal: the order of a definition that is sorted.</summary>
    [Fact]
    public void OfEqualClassesTheLowerIsFirst()
    {
        float[] logits = [.. Enumerable.Range(0, 1000).Select(index => (float)(index * 7 % 13))];
        double[] expected = Softmax(logits);
        ClassProbability[] results = new ClassProbability[1000];
        ClassProbability.FromLogits(logits, results);
        Assert.Equal(
            Enumerable.Range(0, 1000).OrderByDescending(index => logits[index]).ThenBy(index => index),
            results.Select(one => one.Class)
        );
        Assert.All(results, one => Assert.Equal(expected[one.Class], one.Probability, 1e-6));
    }

    [Fact]
    public void LargeLogitsAreNumbers() =>
        Assert.Equal([new(1, 0.5f), new(3, 0.5f), new(0, 0), new(2, 0)], FromLogits(-1e30f, 1e30f, 7, 1e30f));

    [Fact]
    public void AClassThatCannotBeHasProbabilityZero() =>
        Assert.Equal([new(1, 1), new(0, 0)], FromLogits(float.NegativeInfinity, 3));

    [Theory]
    [InlineData(1, float.NaN, 3)]
    [InlineData(float.NaN, float.NaN, float.NaN)]
    [InlineData(1, float.PositiveInfinity, 3)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity)]
    public void WithoutASoftmaxProbabilitiesAreNaN(float first, float second, float third) =>
        Assert.Equal([new(0, float.NaN), new(1, float.NaN), new(2, float.NaN)], FromLogits(first, second, third));

    [Fact]
    public void ImagesOfNaNGiveNaN()
    {
        float[] images = TinyNetwork.Images[..(2 * TinyBasic.InputLength)];
        images.AsSpan(TinyBasic.InputLength).Fill(float.NaN);
        ClassProbability[] results = _model.Classify(images, 1);
        Assert.Equal(_model.Classify(TinyNetwork.Images, 1)[0], results[0]);
        Assert.Equal(new ClassProbability(0, float.NaN), results[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(296)]
    [InlineData(298)]
    [InlineData(4 * 297)]
    public void ImagesOfAnotherSizeAreRefusedAsForwardRefusesThem(int length)
    {
        float[] images = new float[length];
        string expected = Assert
            .Throws<ArgumentException>("images", () => _model.Forward(images, new float[Classes]))
            .Message;
        Assert.Equal(expected, Assert.Throws<ArgumentException>("images", () => _model.Classify(images, 1)).Message);
        Assert.Equal(
            expected,
            Assert.Throws<ArgumentException>("images", () => _model.Classify(images, new ClassProbability[3])).Message
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Classes + 1)]
    public void NoMoreClassesThanThereAre(int top)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(
            "top",
            () => _model.Classify(TinyNetwork.Images, top)
        );
        Assert.StartsWith($"{Name} tells 5 classes apart: 1 to 5 of them are expected.", exception.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(18)]
    public void RoomForAnotherNumberOfClassesIsRefused(int length)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            "results",
            () => _model.Classify(TinyNetwork.Images, new ClassProbability[length])
        );
        Assert.StartsWith(
            $"{Name} gives 1 to 5 classes for each image, as many for one as for the other; found room for {length} classes of 3 image(s).",
            exception.Message
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void LogitsGiveNoMoreClassesThanTheyHave(int length)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            "results",
            () => ClassProbability.FromLogits([1, 2, 3], new ClassProbability[length])
        );
        Assert.StartsWith($"3 logits give 1 to 3 classes; found room for {length}.", exception.Message);
    }

    [Fact]
    public void ItIsForANetwork()
    {
        Assert.Throws<ArgumentNullException>("model", () => ImageClassifierExtensions.Classify(null!, [], 1));
        Assert.Throws<ArgumentNullException>("model", () => ImageClassifierExtensions.Classify(null!, [], []));
    }

    /// <summary>C has the same classes and probabilities, to the bit.</summary>
    [Fact]
    public void CHasTheSame()
    {
        Assert.Equal(
            NativeStatus.Ok,
            ClassifierCalls<TinyBasic>.CreateFromBytes(TinyNetwork.Safetensors, out nint handle)
        );
        int[] classes = new int[TinyNetwork.Batch * 3];
        float[] probabilities = new float[classes.Length];
        Assert.Equal(
            NativeStatus.Ok,
            ClassifierCalls<TinyBasic>.Classify(handle, TinyNetwork.Images, 3, classes, probabilities)
        );
        Assert.Equal(NativeStatus.Ok, ClassifierCalls<TinyBasic>.Destroy(handle));
        Assert.Equal(
            _model.Classify(TinyNetwork.Images, 3),
            classes.Zip(probabilities, (one, probability) => new ClassProbability(one, probability))
        );
    }

    private static ClassProbability[] FromLogits(params float[] logits)
    {
        ClassProbability[] results = new ClassProbability[logits.Length];
        ClassProbability.FromLogits(logits, results);
        return results;
    }

    private static double[] Softmax(ReadOnlySpan<float> logits)
    {
        double[] exponentials = [.. logits.ToArray().Select(logit => Math.Exp(logit))];
        double sum = exponentials.Sum();
        return [.. exponentials.Select(one => one / sum)];
    }
}
