using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;
using ResNetGen.Transfer.Tests.Support;
using ResNetGen.Weights;

namespace ResNetGen.Transfer.Tests;

public class ClassActivationMapTests
{
    [Fact]
    public void TheMeanOfAMapIsTheLogitWithoutItsBias()
    {
        byte[] weights = WeightFiles.For(TinyNetwork.Network);
        using SafetensorsFile file = SafetensorsFile.FromBytes(weights);
        LinearClassifier classifier = new(["a", "b", "c"], Values(file, "fc.weight"), Values(file, "fc.bias"));
        using TinyNetwork network = TinyNetwork.Load(weights);
        Random random = new(1);
        float[] image = [.. Enumerable.Range(0, TinyNetwork.Network.InputLength).Select(_ => random.NextSingle())];
        float[] logits = new float[3];
        network.Forward(image, logits);
        FeatureMapInfo map = ClassActivationMap.MapOf(TinyNetwork.Network);
        float[] features = new float[map.Length];
        network.FeatureMap(image, map, features);
        for (int label = 0; label < logits.Length; label++)
        {
            float[] places = ClassActivationMap.Compute(map, features, classifier, label);
            Assert.Equal(map.Height * map.Width, places.Length);
            Assert.Equal(logits[label], places.Average() + classifier.Bias.Span[label], 1e-4 * Math.Abs(logits[label]));
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

    // By hand: the shorter side of 200 x 100 becomes 64, and the middle 32 of 128 x 64 are seen: columns 48 to 80 of 128 and
    // rows 16 to 48 of 64.
    [Fact]
    public void WhatTheNetworkDoesNotSeeIsNaN()
    {
        float[] laid = Lay(CropMode.Center, (200, 100), (200, 100), [1, 1, 1, 1]);
        for (int row = 0; row < 100; row++)
        {
            for (int column = 0; column < 200; column++)
            {
                bool isSeen = row is >= 25 and < 75 && column is >= 75 and < 125;
                Assert.Equal(isSeen ? 1 : float.NaN, laid[row * 200 + column]);
            }
        }
    }

    // A picture of 64 x 32 fills the middle 16 of 32 rows: half of a place above the middle of the map, and half below.
    [Fact]
    public void WholePicturesHaveTheirPartOfTheMap()
    {
        float[] laid = Lay(CropMode.Border, (64, 32), (64, 32), [0, 0, 1, 1]);
        Assert.All(laid, value => Assert.InRange(value, 0, 1));
        for (int row = 0; row < 32; row++)
        {
            // From the first row's middle at 8.25 of 32 to the last one's at 23.75; places are at 8 and 24.
            double expected = (8 + (row + 0.5) / 2 - 8) / 16;
            Assert.Equal(expected, laid[row * 64 + 17], 1e-6);
        }
    }

    [Fact]
    public void BetweenPlacesItIsBilinearAndConstantBeyondThem()
    {
        float[] laid = Lay(CropMode.Border, (4, 4), (8, 8), [0, 8, 16, 24]);
        double[] share = [0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1];
        for (int row = 0; row < 8; row++)
        {
            for (int column = 0; column < 8; column++)
            {
                Assert.Equal(16 * share[row] + 8 * share[column], laid[row * 8 + column], 1e-5);
            }
        }
    }

    [Fact]
    public void WrongSizesAreRefused()
    {
        Assert.Throws<ArgumentException>(() => Lay(CropMode.Border, (4, 4), (4, 4), [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lay(CropMode.Border, (0, 4), (4, 4), [1, 2, 3, 4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lay(CropMode.Border, (4, 4), (4, 0), [1, 2, 3, 4]));
    }

    private static float[] Lay(CropMode mode, (int, int) picture, (int, int) result, float[] map) =>
        ClassActivationMap.OnPicture(
            new FeatureMapInfo("layer4", Channels: 1, Height: 2, Width: 2),
            map,
            Preprocessing.TorchvisionV1 with
            {
                CropMode = mode,
                ShorterSide = 64,
                CropHeight = 32,
                CropWidth = 32,
            },
            picture,
            result
        );

    private static float[] Values(SafetensorsFile file, string name)
    {
        Assert.True(file.TryFind(name, out SafetensorsTensor? tensor));
        float[] values = new float[tensor.ElementCount];
        file.ReadSingle(tensor, values);
        return values;
    }
}
