using System.Diagnostics;
using System.Text.Json;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;
using ResNetGen.Tests.Support;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Tests;

public sealed class FitTests
{
    private static readonly int[] AllClasses = [.. Enumerable.Range(0, 10)];

    // The network has learnt these classes, from other images.
    [Fact]
    public void FeaturesOfTheFashionNetworkTellItsClasses()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", AllClasses, count: 500);

        JsonElement report = Fit(pictures, classes.In("fashion.safetensors"), "--json").Succeeded().Json();

        Assert.Equal(500, report.GetProperty("pictures").GetInt32());
        Assert.InRange(report.GetProperty("accuracy").GetDouble(), 0.9, 1);
        Assert.Equal(10, report.GetProperty("classes").GetArrayLength());
        Assert.Equal(
            500,
            report
                .GetProperty("confusion")
                .EnumerateArray()
                .SelectMany(row => row.EnumerateArray())
                .Sum(cell => cell.GetInt32())
        );
    }

    [Fact]
    public void FeaturesOfPhotographsTellGarmentsToo()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", AllClasses, count: 12);

        JsonElement report = Invocation
            .Run("fit", pictures, "-o", classes.In("fashion.safetensors"), "--json")
            .Succeeded()
            .Json();

        Assert.Equal("imagenet18", report.GetProperty("model").GetString());
        Assert.InRange(report.GetProperty("accuracy").GetDouble(), 0.55, 1);
    }

    // Debian's tuxpaint-stamps-default: its licence keeps the pictures out of this repository.
    [FactNeeding(Needs.Stamps)]
    public void PhotographsOfElevenClassesAreTold()
    {
        using ClassDirectories classes = new();
        string pictures = Stamps.Copy(classes);

        JsonElement report = Invocation
            .Run("fit", pictures, "-o", classes.In("stamps.safetensors"), "--json")
            .Succeeded()
            .Json();

        Assert.Equal(197, report.GetProperty("pictures").GetInt32());
        Assert.InRange(report.GetProperty("accuracy").GetDouble(), 0.87, 1);
    }

    [Fact]
    public void ClassifyAndEvalTakeTheFileAsItIs()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 8, 9], count: 12),
            others = classes.AddFashion("others", [1, 8, 9], count: 10, skip: 12),
            file = classes.In("three.safetensors");
        Fit(pictures, file).Succeeded();

        Invocation classified = Invocation
            .Run("classify", Path.Combine(others, "class-8"), "--weights", file)
            .Succeeded();
        Invocation evaluated = Invocation.Run("eval", others, "--weights", file, "--json").Succeeded();

        Assert.Equal(10, classified.Lines.Count(line => line.Split('\t')[1] == "class-8"));
        Assert.Equal(1, evaluated.Json().GetProperty("accuracy").GetDouble());
        Assert.Equal(1, evaluated.Json().GetProperty("topK").GetProperty("3").GetDouble());
        Assert.InRange(new FileInfo(file).Length, 1, 4000);
    }

    [Fact]
    public void InspectKnowsTheFile()
    {
        using ClassDirectories classes = new();
        string file = classes.In("two.safetensors");
        Fit(classes.AddFashion("pictures", [1, 9], count: 8), file).Succeeded();

        Assert.Contains(
            "a classifier of 2 classes on 64 features of fashion-resnet20",
            Invocation.Run("inspect", file).Succeeded().Out
        );
    }

    [Fact]
    public void SamePicturesGiveTheSameBytes()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [2, 4], count: 20),
            one = classes.In("one.safetensors"),
            other = classes.In("other.safetensors");

        Fit(pictures, one).Succeeded();
        Fit(pictures, other, "--threads", "1").Succeeded();

        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(other));
    }

    [Fact]
    public void FeaturesAreComputedOnce()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [2, 4], count: 10),
            file = classes.In("two.safetensors");
        Fit(pictures, file).Succeeded();
        DateTime kept = File.GetLastWriteTimeUtc(classes.In("two.embeddings.safetensors"));
        byte[] first = File.ReadAllBytes(file);

        Fit(pictures, file, "--force").Succeeded();

        Assert.Equal(kept, File.GetLastWriteTimeUtc(classes.In("two.embeddings.safetensors")));
        Assert.Equal(first, File.ReadAllBytes(file));
    }

    [Fact]
    public void WhatLooksLikeAMistakeIsSaid()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8);
        byte[] twice = FashionTestSet.Png(FashionTestSet.Labels.ToList().IndexOf(2));
        classes.Write("pictures/class-1/twice.png", twice);
        classes.Write("pictures/class-9/twice.png", twice);
        classes.Write(
            "pictures/class-9/copy.png",
            File.ReadAllBytes(Directory.GetFiles(classes.In("pictures/class-9"))[0])
        );
        classes.Write("pictures/class-1/broken.png", [1, 2, 3]);
        classes.Write("pictures/alone/one.png", FashionTestSet.Png(20));
        classes.Write("pictures/loose.png", FashionTestSet.Png(21));
        classes.Write("pictures/class-1/other.webp", [0]);
        Directory.CreateDirectory(classes.In("pictures/empty"));

        Invocation fit = Fit(pictures, classes.In("two.safetensors"), "--json");

        Assert.Equal(1, fit.ExitCode);
        Assert.Contains("in another class. Both are left out", fit.Error);
        Assert.Contains("It counts once", fit.Error);
        Assert.Contains("broken.png: ", fit.Error);
        Assert.Contains("'alone' has one picture", fit.Error);
        Assert.Contains("1 picture of no class left out", fit.Error);
        Assert.Contains("empty: no PNG, JPEG or BMP file", fit.Error);
        Assert.Contains("PNG, JPEG and BMP are read. Convert it first", fit.Error);
        Assert.Equal(17, fit.Json().GetProperty("pictures").GetInt32());
        Assert.Equal(1, fit.Json().GetProperty("unreadable").GetArrayLength());
        Assert.Equal(
            ["alone", "class-1", "class-9"],
            ClassifierFile.Load(classes.In("two.safetensors")).Classifier.Labels
        );
    }

    [Fact]
    public void MirrorImagesDoubleTheFeatures()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 6);

        Fit(pictures, classes.In("two.safetensors"), "--mirror").Succeeded();

        ClassifierFile file = ClassifierFile.Load(classes.In("two.safetensors"));
        Assert.Equal("2", file.Notes["views"]);
    }

    [Fact]
    public void ReportIsForPeopleToo()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [0, 6], count: 25),
            svg = classes.In("two.svg");

        Invocation fit = Fit(pictures, classes.In("two.safetensors"), "--svg", svg).Succeeded();

        Assert.Contains("50 pictures of 2 classes, features of fashion-resnet20.", fit.Out);
        Assert.Contains("Cross-validation in 5 parts: ", fit.Out);
        Assert.Contains("95 % confidence", fit.Out);
        Assert.Contains("nearest class mean", fit.Out);
        Assert.Contains("Least certain", fit.Out);
        Assert.Contains("resnetgen classify PICTURE --weights", fit.Out);
        Assert.StartsWith("<svg", File.ReadAllText(svg));
        Assert.Contains("class-0, taken for class-0: ", File.ReadAllText(svg));
    }

    [Fact]
    public void WhatCannotBeLearntIsRefusedBeforeAnythingIsWritten()
    {
        using ClassDirectories classes = new();
        string one = classes.AddFashion("one", [3], count: 5),
            two = classes.AddFashion("two", [3, 4], count: 5),
            file = classes.In("file.safetensors");

        Fit(classes.In("nowhere"), file).Failed(3, "there is no such directory");
        Fit(one, file).Failed(3, "1 class with pictures, where two or more are expected");
        Fit(Path.Combine(one, "class-3"), file).Failed(3, "there are no classes");
        Fit(two, file, "--folds", "20").Failed(3, "10 pictures cannot be divided into 20 parts");
        Fit(two, file, "--folds", "1").Failed(2, "'1' is no whole number from 2 to 100");
        Fit(two, file, "--whole").Failed(2, "needs them as a file: --weights FILE");
        Fit(two, classes.In("no/such/file.safetensors")).Failed(4, "there is no such directory");
        Fit(two, two).Failed(4, "this is a directory");
        Assert.False(File.Exists(file));

        Fit(two, file).Succeeded();
        Fit(two, file).Failed(4, "--force replaces it");
    }

    [Fact]
    public void EvalFailsBelowTheAccuracyThatIsAskedFor()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8),
            file = classes.In("two.safetensors");
        Fit(pictures, file).Succeeded();
        Directory.Move(classes.In("pictures/class-1"), classes.In("pictures/class-x"));
        Directory.Move(classes.In("pictures/class-9"), classes.In("pictures/class-1"));
        Directory.Move(classes.In("pictures/class-x"), classes.In("pictures/class-9"));

        Invocation wrong = Invocation.Run("eval", pictures, "--weights", file, "--at-least", "0.9");

        Assert.Equal(5, wrong.ExitCode);
        Assert.Contains("0.0 % right", wrong.Out);
        Assert.Contains("where --at-least asks for 90.0 %", wrong.Error);
        Invocation.Run("eval", pictures, "--weights", file, "--at-least", "0").Succeeded();
        Invocation
            .Run("eval", pictures, "--weights", file, "--at-least", "90")
            .Failed(2, "'90' is no number from 0 to 1");
    }

    [Fact]
    public void EvalSaysWhichDirectoriesAreNoClass()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8),
            others = classes.AddFashion("others", [1, 2], count: 3),
            file = classes.In("two.safetensors");
        Fit(pictures, file).Succeeded();

        Invocation evaluated = Invocation.Run("eval", others, "--weights", file, "--json");

        Assert.Contains("'class-2' is no class of these weights", evaluated.Error);
        Assert.Equal(3, evaluated.Json().GetProperty("pictures").GetInt32());
        Invocation
            .Run("eval", Path.Combine(others, "class-1"), "--weights", file)
            .Failed(3, "there are no pictures of these classes: class-1, class-9");
    }

    [Fact]
    public void EvalTakesANetworkWithItsOwnClassifier()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8);
        Directory.Move(Path.Combine(pictures, "class-1"), Path.Combine(pictures, "Trouser"));
        Directory.Move(Path.Combine(pictures, "class-9"), Path.Combine(pictures, "Ankle boot"));

        Assert.InRange(
            Invocation.Run("eval", pictures, "--json").Succeeded().Json().GetProperty("accuracy").GetDouble(),
            0.8,
            1
        );
    }

    [Fact]
    public void ClassifierOfAnotherNetworkIsRefused()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8),
            file = classes.In("two.safetensors"),
            picture = Directory.GetFiles(Path.Combine(pictures, "class-1"))[0];
        Fit(pictures, file).Succeeded();

        Invocation
            .Run("classify", picture, "--weights", file, "--model", "resnet50")
            .Failed(
                3,
                "this is a classifier on 64 features, and resnet50 has 2048. It was learnt on 'fashion-resnet20'"
            );
        Invocation
            .Run("classify", picture, "--backbone", file)
            .Failed(2, "--backbone goes with a classifier that 'fit' has written");
    }

    [Fact]
    public void WeightsOfTheNetworkAreWrittenTooWhereTheyAreGiven()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 8, 9], count: 8),
            weights = classes.Write("fashion.safetensors", WeightFiles.For(FashionClassifier.Network)),
            whole = classes.In("whole.safetensors");

        Fit(pictures, whole, "--whole", "--weights", weights).Succeeded();

        using ResNetGen.Weights.SafetensorsFile file = ResNetGen.Weights.SafetensorsFile.Open(whole);
        Assert.True(file.TryFind("conv1.weight", out _));
        Assert.True(file.TryFind("fc.weight", out ResNetGen.Weights.SafetensorsTensor? fc));
        Assert.Equal([3, 64], fc!.Shape.ToArray());
    }

    [Theory]
    [InlineData(14, 56)]
    [InlineData(100_000, 100_000)]
    public void ClassifierOfPicturesOfAnotherSizeIsRefused(int height, int width)
    {
        using ClassDirectories classes = new();
        string picture = Path.Combine(classes.AddFashion("pictures", [1], count: 1), "class-1"),
            file = classes.In("other.safetensors");
        new ClassifierFile(new LinearClassifier(["a", "b"], new float[2 * 64], [0, 0]))
        {
            Model = "fashion-resnet20",
            Preprocessing = Preprocessing.FashionMnist with { CropHeight = height, CropWidth = width },
        }.Save(file);

        Invocation
            .Run("classify", picture, "--weights", file)
            .Failed(3, $"it makes 1 x {height} x {width} values of a picture, and fashion-resnet20 takes 1 x 28 x 28");
    }

    [Fact]
    public void NameOfANetworkStaysOnItsLine()
    {
        using ClassDirectories classes = new();
        string file = classes.In("other.safetensors");
        new ClassifierFile(new LinearClassifier(["a", "b"], new float[2 * 64], [0, 0]))
        {
            Model = "none\nresnetgen: all is well",
        }.Save(file);

        Invocation.Run("classify", "a.png", "--weights", file).Failed(3, @"'none\nresnetgen: all is well'");
    }

    [FactNeeding(Needs.Linux, "names may hold any character there")]
    public void ChartIsXmlWhateverClassesAreCalled()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8),
            chart = classes.In("two.svg");
        Directory.Move(Path.Combine(pictures, "class-1"), Path.Combine(pictures, "\uFFFF<&\u0001"));

        Fit(pictures, classes.In("two.safetensors"), "--svg", chart).Succeeded();

        Assert.Contains(@"\uffff", System.Xml.Linq.XDocument.Load(chart).Root!.Value);
    }

    [FactNeeding(Needs.Linux, "names need not be UTF-8 there")]
    public void DirectoryOfAClassWithoutUtf8IsToBeRenamed()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1], count: 1);
        Shell("mkdir", pictures);

        Fit(pictures, classes.In("one.safetensors")).Failed(3, "rename it");

        // .NET cannot delete it either.
        Shell("rmdir", pictures);

        static void Shell(string command, string directory)
        {
            using Process shell = Process.Start("sh", ["-c", $"{command} \"$0/$(printf '\\377')\"", directory]);
            shell.WaitForExit();
        }
    }

    [Theory]
    [InlineData("two.safetensors")]
    [InlineData("two.embeddings.safetensors")]
    public void ChartTakesThePlaceOfNoOtherFile(string chart)
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8);

        Fit(pictures, classes.In("two.safetensors"), "--svg", classes.In(chart))
            .Failed(4, "this file is read, or written with something else");

        Assert.Empty(Directory.GetFiles(classes.Path));
    }

    [Fact]
    public void WeightsThatAreReadStay()
    {
        using ClassDirectories classes = new();
        byte[] weights = WeightFiles.For(FashionClassifier.Network);
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8),
            file = classes.Write("fashion.safetensors", weights);

        Fit(pictures, file, "--weights", file, "--force")
            .Failed(4, "this file is read, or written with something else");

        Assert.Equal(weights, File.ReadAllBytes(file));
    }

    [FactNeeding(Needs.Linux, "/dev/null is a device there")]
    public void DeviceIsRefusedBeforeTheWork()
    {
        using ClassDirectories classes = new();

        // There are no pictures either: that is found later.
        Fit(classes.Path, "/dev/null", "--force").Failed(4, "/dev/null: this is a pipe or a device");
    }

    [Fact]
    public void OtherWeightsThanThoseThatItWasLearntOnAreRefused()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 8, 9], count: 8),
            weights = classes.Write("other.safetensors", WeightFiles.For(FashionClassifier.Network)),
            file = classes.In("three.safetensors");
        Fit(pictures, file, "--weights", weights).Succeeded();

        Invocation
            .Run("eval", pictures, "--weights", file)
            .Failed(3, "was learnt on other weights of fashion-resnet20 than the embedded ones");
        Invocation.Run("eval", pictures, "--weights", file, "--backbone", weights).Succeeded();
    }

    [Fact]
    public void ClassWithoutReadablePicturesIsNoClass()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8);
        classes.Write("pictures/ghost/broken.png", [1, 2, 3]);

        Invocation fit = Fit(pictures, classes.In("two.safetensors"));

        Assert.Equal(1, fit.ExitCode);
        Assert.Contains("'ghost' has no picture that can be learnt from", fit.Error);
        Assert.Equal(["class-1", "class-9"], ClassifierFile.Load(classes.In("two.safetensors")).Classifier.Labels);
    }

    private static Invocation Fit(string pictures, string file, params string[] options) =>
        Invocation.Run(["fit", pictures, "-o", file, "--model", "fashion-resnet20", .. options]);
}
