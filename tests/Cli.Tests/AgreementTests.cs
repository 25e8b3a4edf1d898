using System.Text.Json;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;

namespace ResNetGen.Cli.Tests;

/// <summary>
/// The embedded network is the trained one: on 500 test images it gives what float64 arithmetic gives.
/// </summary>
public class AgreementTests
{
    private const double Tolerance = 1e-5;

    [Fact]
    public void LogitsAndScoreAgreeOn500Images()
    {
        using IImageClassifier model = (IImageClassifier)new FashionModel().Load(weights: null, threads: 1);
        float[] image = new float[model.Network.InputLength];
        float[] logits = new float[model.Network.Classes];
        int hits = 0;
        for (int index = 0; index < FashionTestSet.Count; index++)
        {
            Picture picture = new(FashionTestSet.Side, FashionTestSet.Side, 1, FashionTestSet.Pixels(index));
            Preprocessing.FashionMnist.Apply(picture, image);
            model.Forward(image, logits);

            double[] expected = FashionTestSet.Logits(index);
            double largest = expected.Max(Math.Abs);
            double error = expected.Zip(logits, (e, a) => Math.Abs(e - a)).Max() / largest;
            Assert.True(
                error <= Tolerance,
                $"Image {index}: {error:E1} of the largest logit, where {Tolerance:E0} is allowed."
            );
            hits += Array.IndexOf(logits, logits.Max()) == FashionTestSet.Labels[index] ? 1 : 0;
        }

        Assert.Equal(FashionTestSet.Reference.GetProperty("hits").GetInt32(), hits);
    }

    [Fact]
    public void CommandLineAgreesOnPngFiles()
    {
        const int Count = 20;
        using TemporaryDirectory directory = new();
        for (int index = 0; index < Count; index++)
        {
            directory.Write($"{index:000}.png", FashionTestSet.Png(index));
        }

        Invocation run = Invocation.Run("classify", directory.Path, "--json", "--top", "10").Succeeded();
        JsonElement images = run.Json().GetProperty("images");
        Assert.Equal(Count, images.GetArrayLength());
        for (int index = 0; index < Count; index++)
        {
            double[] logits = FashionTestSet.Logits(index);
            double sum = logits.Sum(Math.Exp);
            JsonElement guesses = images[index].GetProperty("guesses");
            Assert.Equal(10, guesses.GetArrayLength());
            Assert.Equal(Array.IndexOf(logits, logits.Max()), guesses[0].GetProperty("class").GetInt32());
            foreach (JsonElement guess in guesses.EnumerateArray())
            {
                double expected = Math.Exp(logits[guess.GetProperty("class").GetInt32()]) / sum;
                Assert.Equal(expected, guess.GetProperty("probability").GetDouble(), 1e-4);
            }
        }
    }

    [Fact]
    public void LabelsAreThoseOfTheReference() =>
        Assert.Equal(
            FashionTestSet.Reference.GetProperty("classes").EnumerateArray().Select(name => name.GetString()),
            new FashionModel().Labels
        );
}
