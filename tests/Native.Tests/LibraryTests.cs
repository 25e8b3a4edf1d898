using System.Globalization;
using FashionLibrary;
using ResNetGen.Build.NativeHeader;
using ResNetGen.Native.Tests.Support;
using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Native.Tests;

/// <summary>
/// The sample as a native library: what programs in C and Python compute with it is what the managed model computes.
/// </summary>
public sealed class LibraryTests(PublishedLibrary library) : IClassFixture<PublishedLibrary>
{
    private static readonly string CSample = Path.Combine(PublishedLibrary.Repository, "samples", "c");
    private static readonly string[] Garments =
    [
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ];

    private static readonly string PythonSample = Path.Combine(PublishedLibrary.Repository, "samples", "python");

    [LibraryFact]
    public void TheHeaderIsBesideTheLibraryAndBesideTheAssembly()
    {
        string header = File.ReadAllText(Path.Combine(library.Folder, "fashion.h"));
        Assert.Equal(
            HeaderWriter.Read(typeof(FashionClassifier).Assembly.Location),
            new Dictionary<string, string> { ["fashion.h"] = header }
        );
        string output = Path.Combine(
            PublishedLibrary.Repository,
            "samples",
            "native",
            "bin",
            TestProject.Configuration,
            "net10.0"
        );
        Assert.Equal(header, File.ReadAllText(Path.Combine(output, "fashion.h")));
        Assert.True(File.Exists(library.Library));
    }

    [LibraryFact]
    public void ACProgramGivesTheClassesOfTheManagedModel()
    {
        string program = library.Compile(Path.Combine(CSample, "main.c"), "c99");
        string picture = Path.Combine(CSample, "ankle-boot.pgm");
        CheckGuesses(picture, Run(program, PublishedLibrary.Weights, picture, picture).Succeeded().Out, lines: 2);

        Assert.Equal(
            new CommandLine(1, "", "/nowhere/weights: there is no such directory.\n"),
            Run(program, "/nowhere/weights", picture)
        );
    }

    [LibraryFact(NeedsPython = true)]
    public void APythonProgramGivesTheClassesOfTheManagedModel()
    {
        string program = Path.Combine(PythonSample, "classify.py"),
            picture = Path.Combine(PythonSample, "ankle-boot.pgm");
        CheckGuesses(
            picture,
            Run("python3", program, library.Library, PublishedLibrary.Weights, picture).Succeeded().Out,
            lines: 1
        );

        Assert.Equal(
            new CommandLine(1, "", "/nowhere/weights: there is no such directory.\n"),
            Run("python3", program, library.Library, "/nowhere/weights", picture)
        );
    }

    /// <summary>Whichever of them is called is looked for by its name, and without it the process ends.</summary>
    [LibraryFact]
    public void NeitherOpenSslNorIcuIsCalled()
    {
        byte[] bytes = File.ReadAllBytes(library.Library);
        Assert.Equal((-1, -1), (bytes.AsSpan().IndexOf("libssl"u8), bytes.AsSpan().IndexOf("libicu"u8)));
    }

    /// <summary>
    /// Every function, each code but those of exhausted memory and of bugs, many threads: in Programs/misuse.c.
    /// </summary>
    [LibraryFact]
    public void MisuseIsACode()
    {
        string program = library.Compile(
            Path.Combine(AppContext.BaseDirectory, "Programs", "misuse.c"),
            "c11",
            "-pthread"
        );
        Assert.Equal("done\n", Run(program, PublishedLibrary.Weights).Succeeded().Out);
    }

    private CommandLine Run(string program, params string[] arguments) =>
        CommandLine.Run(library.Folder, null, program, arguments);

    private static void CheckGuesses(string picture, string output, int lines)
    {
        (int Class, double Probability)[] expected = ManagedGuesses(picture);
        string[] found = output.TrimEnd('\n').Split('\n');
        Assert.Equal(lines, found.Length);
        Assert.All(
            found,
            line =>
            {
                string[] columns = line.Split('\t');
                Assert.Equal([picture, "Ankle boot"], columns[..2]);
                Assert.Equal(
                    expected.Select(guess => Garments[guess.Class]),
                    columns.Where((_, index) => index % 2 == 1)
                );
                double[] probabilities =
                [
                    .. columns
                        .Where((_, index) => index > 0 && index % 2 == 0)
                        .Select(column => double.Parse(column, CultureInfo.InvariantCulture)),
                ];

                // The library's vectors may be narrower, and Python normalises in float64.
                Assert.All(
                    expected.Zip(probabilities),
                    pair => Assert.Equal(pair.First.Probability, pair.Second, 1e-5)
                );
            }
        );
    }

    private static (int Class, double Probability)[] ManagedGuesses(string picture)
    {
        using FashionClassifier model = FashionClassifier.Load(PublishedLibrary.Weights);
        float[] logits = new float[FashionClassifier.Classes];
        float[] image =
        [
            .. File.ReadAllBytes(picture)[^FashionClassifier.InputLength..]
                .Select(pixel => (pixel / 255f - 0.2860f) / 0.3530f),
        ];
        model.Forward(image, logits);
        double sum = logits.Sum(logit => Math.Exp(logit));
        return
        [
            .. logits
                .Index()
                .OrderByDescending(guess => guess.Item)
                .Take(3)
                .Select(guess => (guess.Index, Math.Exp(guess.Item) / sum)),
        ];
    }
}
