using System.Globalization;
using FashionLibrary;
using ResNetGen.Build.NativeHeader;
using ResNetGen.Native.Tests.Support;

namespace ResNetGen.Native.Tests;

/// <summary>The sample as a native library: what programs in C and Python compute with it is what the managed model computes.</summary>
public sealed class LibraryTests(PublishedLibrary library) : IClassFixture<PublishedLibrary>
{
    private static readonly string CSample = Path.Combine(PublishedLibrary.Repository, "samples", "c");
    private static readonly string PythonSample = Path.Combine(PublishedLibrary.Repository, "samples", "python");

    [LibraryFact]
    public void TheHeaderIsBesideTheLibraryAndBesideTheAssembly()
    {
        string header = File.ReadAllText(Path.Combine(library.Folder, "fashion.h"));
        Assert.Equal(HeaderWriter.Read(typeof(FashionClassifier).Assembly.Location), new Dictionary<string, string> { ["fashion.h"] = header });
        string output = Path.Combine(PublishedLibrary.Repository, "samples", "native", "bin");
        Assert.Contains(Directory.GetFiles(output, "fashion.h", SearchOption.AllDirectories), path => File.ReadAllText(path) == header);
        Assert.True(File.Exists(library.Library));
    }

    [LibraryFact]
    public void ACProgramGivesTheLogitsOfTheManagedModel()
    {
        string program = library.Compile(Path.Combine(CSample, "main.c"), "c99");
        string picture = Path.Combine(CSample, "ankle-boot.pgm");
        CheckLogits(picture, ProgramRun.Of(program, PublishedLibrary.Weights, picture, picture).Succeeded(), lines: 2);

        Assert.Equal(
            new ProgramRun(1, "", "/nowhere/weights: there is no such directory.\n"), ProgramRun.Of(program, "/nowhere/weights", picture));
    }

    [LibraryFact(NeedsPython = true)]
    public void APythonProgramGivesTheLogitsOfTheManagedModel()
    {
        string program = Path.Combine(PythonSample, "classify.py"), picture = Path.Combine(PythonSample, "ankle-boot.pgm");
        CheckLogits(picture, ProgramRun.Of("python3", program, library.Library, PublishedLibrary.Weights, picture).Succeeded(), lines: 1);

        Assert.Equal(
            new ProgramRun(1, "", "/nowhere/weights: there is no such directory.\n"),
            ProgramRun.Of("python3", program, library.Library, "/nowhere/weights", picture));
    }

    /// <summary>Whichever of them is called is looked for by its name, and without it the process ends.</summary>
    [LibraryFact]
    public void NeitherOpenSslNorIcuIsCalled()
    {
        byte[] bytes = File.ReadAllBytes(library.Library);
        Assert.Equal((-1, -1), (bytes.AsSpan().IndexOf("libssl"u8), bytes.AsSpan().IndexOf("libicu"u8)));
    }

    /// <summary>Every function, every misuse that has a code, many threads: in Programs/misuse.c.</summary>
    [LibraryFact]
    public void MisuseIsACode()
    {
        string program = library.Compile(Path.Combine(AppContext.BaseDirectory, "Programs", "misuse.c"), "c11", "-pthread");
        Assert.Equal("done\n", ProgramRun.Of(program, PublishedLibrary.Weights).Succeeded());
    }

    private static void CheckLogits(string picture, string output, int lines)
    {
        float[] expected = ManagedLogits(picture);
        string[] found = output.TrimEnd('\n').Split('\n');
        Assert.Equal(lines, found.Length);
        Assert.All(found, line =>
        {
            string[] columns = line.Split('\t');
            Assert.Equal([picture, "Ankle boot"], columns[..2]);
            double[] logits = [.. columns[2..].Select(column => double.Parse(column, CultureInfo.InvariantCulture))];
            Assert.Equal(expected.Length, logits.Length);

            // The library's vectors may be narrower, and Python normalises in float64.
            double tolerance = 1e-6 * expected.Max(Math.Abs);
            Assert.All(expected.Zip(logits), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        });
    }

    private static float[] ManagedLogits(string picture)
    {
        using FashionClassifier model = FashionClassifier.Load(PublishedLibrary.Weights);
        float[] logits = new float[FashionClassifier.Classes];
        float[] image = [.. File.ReadAllBytes(picture)[^FashionClassifier.InputLength..].Select(pixel => (pixel / 255f - 0.2860f) / 0.3530f)];
        model.Forward(image, logits);
        return logits;
    }
}
