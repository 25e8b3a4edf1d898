using System.Diagnostics;
using System.Text.RegularExpressions;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>
/// What a hint says to run in Python gives a file that loads. A stub stands for the package of safetensors: its files
/// have names alone.
/// </summary>
public sealed partial class RenamingTests
{
    private const string Stub = """
        def load_file(path):
            return dict.fromkeys(open(path).read().split("\n"))
        def save_file(tensors, path):
            open(path, "w").write("\n".join(tensors))
        """;

    private static readonly TestNetwork Basic = new(false, 1, 2);
    private static readonly TestNetwork Bottleneck = new(true, 1, 2);

    [PythonFact]
    public void NamesOfTransformers()
    {
        Renames(Basic, Transformers);
        Renames(Bottleneck, Transformers);
    }

    [PythonFact]
    public void ForeignPrefix() => Renames(Basic, name => "back\\bone.\"body\"." + name);

    [PythonFact]
    public void Classifier()
    {
        Renames(Basic, name => Replace(name, "fc.", "last_linear."));
        Renames(Basic, name => "module." + Replace(name, "fc.", "fc.1."), prefix: "module.");
    }

    [PythonFact]
    public void QueryEncoder()
    {
        foreach (string other in new[] { "module.encoder_k.", "module.another." })
        {
            using SafetensorsFile file = Both(Basic, "module.encoder_q.", other);
            Assert.Equal(Basic.Tensors().Select(tensor => tensor.Name).Order(), Run(file, Basic).Order());
        }
    }

    private static void Renames(TestNetwork network, Func<string, string> rename, string prefix = "")
    {
        using SafetensorsFile file = network.File(rename);
        Assert.Equal(network.Tensors().Select(tensor => prefix + tensor.Name).Order(), Run(file, network).Order());
    }

    /// <summary>The names behind the first hint's program.</summary>
    private static string[] Run(SafetensorsFile file, TestNetwork network)
    {
        string hint = Assert.Throws<WeightMismatchException>(() => BoundWeights.Bind(file, network.Tensors())).Hints[0];
        string folder = Directory.CreateTempSubdirectory("resnetgen-renaming-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "safetensors"));
            File.WriteAllText(Path.Combine(folder, "safetensors", "torch.py"), Stub);
            File.WriteAllText(
                Path.Combine(folder, "resnet.safetensors"),
                string.Join('\n', file.Tensors.Select(tensor => tensor.Name))
            );
            File.WriteAllText(Path.Combine(folder, "rename.py"), hint[(hint.IndexOf('\n') + 1)..]);
            using Process python = Process.Start(
                new ProcessStartInfo("python3", ["rename.py"]) { WorkingDirectory = folder }
            )!;
            python.WaitForExit();
            Assert.Equal(0, python.ExitCode);
            return File.ReadAllText(Path.Combine(folder, "renamed.safetensors")).Split('\n');
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static SafetensorsFile Both(TestNetwork network, string first, string second)
    {
        SafetensorsWriter writer = new();
        foreach (ExpectedTensor tensor in network.Tensors())
        {
            float[] values = new float[tensor.Shape.Aggregate(1L, (product, extent) => product * extent)];
            writer
                .Add(first + tensor.Name, [.. tensor.Shape], values)
                .Add(second + tensor.Name, [.. tensor.Shape], values);
        }

        return SafetensorsFile.FromBytes(writer.ToBytes(), "resnet.safetensors");
    }

    // ResNetForImageClassification, in transformers/models/resnet/modeling_resnet.py.
    private static string Transformers(string name)
    {
        name = Replace(name, "fc.", "classifier.1.");
        name = Replace(name, "conv1.", "resnet.embedder.embedder.convolution.");
        name = Replace(name, "bn1.", "resnet.embedder.embedder.normalization.");
        name = name.Replace("downsample.0", "shortcut.convolution").Replace("downsample.1", "shortcut.normalization");
        name = Stage().Replace(name, stage => $"resnet.encoder.stages.{int.Parse(stage.Groups[1].Value) - 1}.layers.");
        return Layer()
            .Replace(
                name,
                layer =>
                    $".layer.{int.Parse(layer.Groups[2].Value) - 1}.{(layer.Groups[1].Value == "bn" ? "normalization" : "convolution")}."
            );
    }

    private static string Replace(string name, string start, string by) =>
        name.StartsWith(start, StringComparison.Ordinal) ? by + name[start.Length..] : name;

    [GeneratedRegex(@"^layer(\d+)\.")]
    private static partial Regex Stage();

    [GeneratedRegex(@"\.(conv|bn)(\d)\.")]
    private static partial Regex Layer();

    /// <summary>A test that needs Python, of any version 3.</summary>
    private sealed class PythonFactAttribute : FactAttribute
    {
        private static readonly bool IsThere = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "python3")));

        public PythonFactAttribute() => Skip = IsThere ? null : "There is no Python, 'python3': install it.";
    }
}
