using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;
using ResNetGen.Transfer.Tests.Support;
using ResNetGen.Weights;

namespace ResNetGen.Transfer.Tests.Heads;

public sealed class ClassifierFileTests
{
    private static readonly LinearClassifier Classifier = new(
        ["rose", "tulip \"x\" 🌷", "daisy"],
        Enumerable.Range(0, 3 * Backbone.EmbeddingLength).Select(index => MathF.Sin(index)).ToArray(),
        [0.5f, -0.25f, 0]
    );

    [Fact]
    public void WhatIsSavedIsLoaded()
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "flowers.safetensors");
        ClassifierFile file = new(Classifier)
        {
            Model = "imagenet18",
            Preprocessing = Preprocessing.TorchvisionV2 with { CropMode = CropMode.Border, Background = 255 },
            Notes = new Dictionary<string, string> { ["pictures"] = "12", ["accuracy"] = "0.9" },
        };

        file.Save(path);
        ClassifierFile loaded = ClassifierFile.Load(path);

        Assert.Equal(Classifier.Labels, loaded.Classifier.Labels);
        Assert.Equal(Classifier.Weight.ToArray(), loaded.Classifier.Weight.ToArray());
        Assert.Equal(Classifier.Bias.ToArray(), loaded.Classifier.Bias.ToArray());
        Assert.Equal("imagenet18", loaded.Model);
        Assert.Equal(file.Notes, loaded.Notes);
        Assert.Equal(file.Preprocessing, loaded.PreprocessingFor(Preprocessing.TorchvisionV1));
    }

    [Fact]
    public void SameClassifierGivesTheSameBytes()
    {
        using TemporaryDirectory directory = new();
        string one = Path.Combine(directory.Path, "one"),
            other = Path.Combine(directory.Path, "other");

        new ClassifierFile(Classifier)
        {
            Notes = new Dictionary<string, string> { ["b"] = "1", ["a"] = "2" },
        }.Save(one);
        new ClassifierFile(Classifier)
        {
            Notes = new Dictionary<string, string> { ["a"] = "2", ["b"] = "1" },
        }.Save(other);

        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(other));
    }

    [Fact]
    public void MeanImageComesBackFromTheNetworksOwn()
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "flowers.safetensors");
        Preprocessing own = Backbone.Preprocessing with { Mean = [], MeanImage = [.. new float[3 * 12 * 16]] };
        Preprocessing other = own with { MeanImage = [1, .. own.MeanImage[1..]] };
        new ClassifierFile(Classifier) { Preprocessing = own with { Background = 7 } }.Save(path);

        ClassifierFile loaded = ClassifierFile.Load(path);

        Assert.Equal(own with { Background = 7 }, loaded.PreprocessingFor(own));
        Assert.Throws<InvalidOperationException>(() => loaded.PreprocessingFor(other));
        Assert.Throws<InvalidOperationException>(() => loaded.PreprocessingFor(Backbone.Preprocessing));

        // What was loaded is saved without loss.
        string again = Path.Combine(directory.Path, "again.safetensors");
        loaded.Save(again);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(again));
    }

    [Fact]
    public void WithTheNetworksWeightsAClassLoadsIt()
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "whole.safetensors");
        using SafetensorsFile network = SafetensorsFile.FromBytes(Backbone.Weights);
        new ClassifierFile(Classifier).Save(path, network);
        float[] image = new float[Backbone.Network.InputLength];
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(image.AsSpan()));
        for (int index = 0; index < image.Length; index++)
        {
            image[index] = MathF.Sin(index);
        }

        using Backbone backbone = Backbone.Load(Backbone.Weights);
        using ThreeClasses whole = ThreeClasses.Load(path);
        float[] features = new float[Backbone.EmbeddingLength],
            expected = new float[3],
            actual = new float[3];
        backbone.Embed(image, features);
        Classifier.Score(features, expected);
        whole.Forward(image, actual);

        Assert.All(Enumerable.Range(0, 3), label => Assert.Equal(expected[label], actual[label], 1e-5f));
        Assert.Equal(Classifier.Labels, ClassifierFile.Load(path).Classifier.Labels);
    }

    [Fact]
    public void NetworkIsKnownByItsFingerprint()
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "flowers.safetensors");
        using PictureEmbedder embedder = new(Backbone.Load(Backbone.Weights), Backbone.Preprocessing, workers: 1);
        using Backbone same = Backbone.Load(Backbone.Weights);
        using Backbone other = Backbone.Load(OtherWeights());

        new ClassifierFile(Classifier) { Fingerprint = embedder.Fingerprint() }.Save(path);
        ClassifierFile loaded = ClassifierFile.Load(path);

        Assert.True(loaded.IsLearntOn(same));
        Assert.False(loaded.IsLearntOn(other));
        Assert.True(new ClassifierFile(Classifier).IsLearntOn(other)); // Nothing is known.
    }

    private static byte[] OtherWeights()
    {
        byte[] weights = [.. Backbone.Weights];
        using SafetensorsFile file = SafetensorsFile.FromBytes(weights);
        SafetensorsTensor tensor = file.Tensors.Single(tensor => tensor.Name == "conv1.weight");

        // The sign of each first weight.
        for (long position = tensor.Position; position < tensor.Position + tensor.ByteLength; position += 12)
        {
            weights[position + 3] ^= 0x80;
        }

        return weights;
    }

    [Fact]
    public void FileThatIsThereStays()
    {
        using TemporaryDirectory directory = new();
        string path = directory.Write("flowers.safetensors", "mine");

        Assert.Throws<IOException>(() => new ClassifierFile(Classifier).Save(path));
        Assert.Equal("mine", File.ReadAllText(path));
        new ClassifierFile(Classifier).Save(path, overwrite: true);
        Assert.Equal(3, ClassifierFile.Load(path).Classifier.Labels.Count);
    }

    [Theory]
    [InlineData("[\"a\"]", "", "for 1 labels")]
    [InlineData("[\"a\",\"a\",\"b\"]", "", "Two classes are called")]
    [InlineData("[\"a\",null,\"b\"]", "", "A label is empty")]
    [InlineData("null", "", "for 0 labels")]
    [InlineData("{}", "", "what it says of the classifier is wrong")]
    [InlineData("[\"a\",\"b\",\"c\"]", "{}", "what it says of the classifier is wrong")]
    [InlineData("[\"a\",\"b\",\"c\"]", "null", "what it says of the classifier is wrong")]
    [InlineData("[\"a\",\"b\",\"c\"]", "{\"shorterSide\":0}", "what it says of the classifier is wrong")]
    [InlineData(
        "[\"a\",\"b\",\"c\"]",
        "{\"shorterSide\":-5,\"filter\":\"Bilinear\",\"cropMode\":\"Center\",\"cropHeight\":1,\"cropWidth\":1,\"turnUpright\":false,\"channels\":3,\"channelOrder\":\"Rgb\",\"standardDeviation\":[1,1,1]}",
        "what it says of the classifier is wrong"
    )]
    public void WhatIsWrongInAFileIsSaid(string labels, string preprocessing, string message)
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "flowers.safetensors");
        Dictionary<string, string> metadata = new() { ["resnetgen.labels"] = labels };
        if (preprocessing.Length > 0)
        {
            metadata["resnetgen.preprocessing"] = preprocessing;
        }

        SafetensorsWriter.Write(
            path,
            [
                SafetensorsValues.Of("fc.weight", [3, 2], () => new float[6]),
                SafetensorsValues.Of("fc.bias", [3], () => new float[3]),
            ],
            overwrite: false,
            metadata
        );

        Assert.Contains(message, Assert.Throws<WeightFileException>(() => ClassifierFile.Load(path)).Message);
    }

    // What would run wild in the work, or silently prepare pictures in another way.
    [Theory]
    [InlineData("\"filter\":\"Bilinear\"", "\"filter\":9", "is not known")]
    [InlineData("\"cropMode\":\"Center\"", "\"cropMode\":17", "is not known")]
    [InlineData("\"channelOrder\":\"Rgb\"", "\"channelOrder\":-1", "is not known")]
    [InlineData("\"mean\":[0,0,0]", "\"mean\":[0,0]", "a finite mean")]
    [InlineData("\"mean\":[0,0,0]", "\"mean\":null", "a finite mean")]
    [InlineData("\"mean\":[0,0,0]", "\"mean\":[0,0,1e39]", "a finite mean")]
    [InlineData("[1,1,1]", "[1,1]", "a finite standard deviation")]
    [InlineData("[1,1,1]", "[1,1,0]", "a finite standard deviation")]
    [InlineData("[1,1,1]", "[1,1,1e39]", "a finite standard deviation")]
    public void PreprocessingThatCannotBeIsSaid(string part, string other, string message)
    {
        const string Sound = """
            {"shorterSide":8,"filter":"Bilinear","cropMode":"Center","cropHeight":8,"cropWidth":8,"turnUpright":false,
            "channels":3,"channelOrder":"Rgb","standardDeviation":[1,1,1],"mean":[0,0,0]}
            """;
        Assert.Contains(part, Sound);
        WhatIsWrongInAFileIsSaid("[\"a\",\"b\",\"c\"]", Sound.Replace(part, other, StringComparison.Ordinal), message);
    }

    [Fact]
    public void FileWithoutAClassifierSaysSo()
    {
        using TemporaryDirectory directory = new();
        string path = directory.Write("backbone.safetensors", Backbone.Weights);

        Assert.Contains(
            "no classifier with labels",
            Assert.Throws<WeightFileException>(() => ClassifierFile.Load(path)).Message
        );
    }

    [Fact]
    public void NumbersThatAreNotFiniteAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new LinearClassifier(["a"], [float.NaN], [0]));
        Assert.Throws<ArgumentException>(() => new LinearClassifier(["a", "b"], [1, 2, 3], [0, 0]));
        Assert.Throws<ArgumentException>(() => new LinearClassifier(["a", "b"], [1, 2], [0]));
    }
}
