using System.Diagnostics;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Tests.Support;
using ResNetGen.Transfer;
using static ResNetGen.Cli.Tests.Support.Fitting;

namespace ResNetGen.Cli.Tests;

/// <summary>Directories that <c>fit</c> cannot learn from as they are.</summary>
public sealed class FitInputTests
{
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
}
