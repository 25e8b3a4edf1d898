using System.Globalization;
using System.Text.Json;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Package.Tests.Support;
using ResNetGen.Samples.Tests.Support;

namespace ResNetGen.Samples.Tests;

/// <summary><c>samples/ml-net</c>.</summary>
public class MlNetTests
{
    // A share of the largest feature.
    private const double Tolerance = 3e-5;

    private static readonly string Program = Sample.Built("ml-net", "MlNet.dll");

    [Fact]
    public void FeaturesAreThoseOfOnnxRuntime()
    {
        using JsonDocument json = JsonDocument.Parse(
            File.ReadAllBytes(
                Path.Combine(TestProject.Repository, "tests", "Import.Tests", "golden", "imagenet18", "features.json")
            )
        );
        JsonProperty[] expected = [.. json.RootElement.EnumerateObject()];
        string[] lines = Lines(Run(["features", .. expected.Select(one => Sample.Photograph(one.Name))]));
        Assert.Equal(3, lines.Length);
        foreach ((JsonProperty one, string line) in expected.Zip(lines))
        {
            double[] reference = [.. one.Value.EnumerateArray().Select(value => value.GetDouble())];
            double[] found = [.. line.Split('\t').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            Assert.Equal(reference.Length, found.Length);
            Assert.All(
                reference.Zip(found),
                pair => Assert.Equal(pair.First, pair.Second, Tolerance * reference.Max())
            );
        }
    }

    /// <summary>Another process loads what the first has saved.</summary>
    [Fact]
    public void SavedPipelineKnowsPicturesThatItHasNotSeen()
    {
        const int Learned = 300;
        using TemporaryFolder folder = new();
        string[] files = new string[Learned + 100];
        for (int i = 0; i < files.Length; i++)
        {
            string label = FashionTestSet.Labels[i].ToString(CultureInfo.InvariantCulture);
            files[i] = folder[i < Learned ? "learned" : "unseen", label, $"{i:000}.png"];
            File.WriteAllBytes(files[i], FashionTestSet.Png(i));
        }

        string trained = Assert.Single(
            Lines(Run("train", Path.GetDirectoryName(folder["learned", "all"])!, folder["pipeline.zip"]))
        );
        Assert.StartsWith("accuracy by cross-validation: 0.", trained);
        string[] lines = Lines(Run(["classify", folder["pipeline.zip"], .. files[Learned..]]));
        int right = 0;
        for (int i = Learned; i < files.Length; i++)
        {
            string[] parts = lines[i - Learned].Split("  ");
            Assert.Equal(files[i], parts[2]);
            right += parts[1] == FashionTestSet.Labels[i].ToString(CultureInfo.InvariantCulture) ? 1 : 0;
        }

        Assert.InRange(right, 65, 100);
    }

    [Fact]
    public void NoOnnxRuntimeIsThere()
    {
        string[] files =
        [
            .. Directory
                .GetFiles(Path.GetDirectoryName(Program)!, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetFileName(path).ToLowerInvariant()),
        ];
        Assert.Contains("microsoft.ml.core.dll", files);
        Assert.DoesNotContain(files, name => name.Contains("onnxruntime"));
        Assert.DoesNotContain(
            "onnxruntime",
            File.ReadAllText(Path.ChangeExtension(Program, ".deps.json")),
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Fact]
    public void WhatCannotBeUsedIsOneLine()
    {
        using TemporaryFolder folder = new();
        string pictures = Path.GetDirectoryName(folder["classes", "all"])!;
        Fails("expected a folder for each of two or more classes");
        foreach (string label in (string[])["a", "b"])
        {
            File.Copy(Sample.Picture("bag"), folder["classes", label, "1.png"]);
            File.Copy(Sample.Weights, folder["classes", label, "2.png"]);
        }

        Fails("2.png: expected a PNG, JPEG or BMP picture");

        void Fails(string error)
        {
            CommandLine run = Start("train", pictures, folder["pipeline.zip"]);
            Assert.Equal((1, ""), (run.ExitCode, run.Out));
            Assert.Contains(
                error,
                Assert.Single(run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries))
            );
        }
    }

    private static string[] Lines(CommandLine run) =>
        run.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private static CommandLine Run(params string[] arguments) => Start(arguments).Succeeded();

    private static CommandLine Start(params string[] arguments) =>
        CommandLine.Run(TestProject.Repository, null, "dotnet", [Program, .. arguments]);
}
