using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using ResNetGen.Import;
using ResNetGen.Import.Tests;
using ResNetGen.Weights;

namespace ResNetGen.Build.Tests.Support;

/// <summary>
/// A project in a temporary folder, as the tool sees it: sources, weights, and a folder for what it makes.
/// </summary>
internal sealed class TestProject : IDisposable
{
    /// <summary>The network of <see cref="Fashion"/>.</summary>
    public const string Declaration =
        "[ResNet(BlockType.Basic, 3, 3, 3, Stem = Stem.Conv3x3, BaseWidth = 16, Shortcut = Shortcut.ZeroPad, "
        + "InputChannels = 1, InputHeight = 28, InputWidth = 28, Classes = 10)]";

    public const string Source = $"namespace Demo; {Declaration} public sealed partial class Net;";

    private static readonly string[] Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path =>
                Path.GetFileName(path) is string name
                && !name.StartsWith("ResNetGen.Generator", StringComparison.Ordinal)
            ),
    ];

    private readonly List<string> _sources = [];
    private readonly List<string> _lines = [];

    public TestProject(string source = Source)
    {
        Write("GlobalUsings.cs", "global using ResNetGen;");
        Write("Source.cs", source);
    }

    /// <summary>Trained weights.</summary>
    public static string Fashion { get; } = Path.Combine(AppContext.BaseDirectory, "fashion.safetensors");

    /// <summary>Writes <see cref="Fashion"/> without its classifier.</summary>
    public static void WriteFeatures(string path)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fashion);
        checkpoint.WriteSafetensors(
            path,
            checkpoint
                .Tensors.Select(tensor => tensor.Name)
                .Where(name => !name.StartsWith("fc.", StringComparison.Ordinal))
                .ToDictionary(name => name)
        );
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("resnetgen-build-").FullName;

    public string Stamp => PathOf("weights.stamp");

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A checkpoint that PyTorch wrote.</summary>
    public static string CheckpointFile(string name) => Path.Combine(AppContext.BaseDirectory, "checkpoints", name);

    /// <summary>Where the weights of a class go.</summary>
    public string Packed(string model = "Demo.Net") => PathOf(model + ".packed");

    public TestProject Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        if (!_sources.Contains(name))
        {
            _sources.Add(name);
        }

        return this;
    }

    /// <summary>References an assembly of some source, under an alias.</summary>
    public void Reference(string alias, string source)
    {
        string path = PathOf(alias + ".dll");
        EmitResult result = CSharpCompilation
            .Create(
                alias,
                [CSharpSyntaxTree.ParseText(source)],
                [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            )
            .Emit(path);
        Assert.Empty(result.Diagnostics);
        _lines.Add($"reference\t{path}\t{alias}");
    }

    /// <summary>An item of the project.</summary>
    public TestProject Embed(string file, string model = "Demo.Net", string storage = "", string vectors = "")
    {
        _lines.Add($"weights\t{file}\t{model}\t{storage}\t{vectors}\t{Packed(model)}\t2015-12-10");
        return this;
    }

    /// <summary>Writes a checkpoint of PyTorch in two parts, <c>part.bin</c> and <c>part2.bin</c>.</summary>
    /// <returns>The path of its index.</returns>
    public string Split(string safetensors)
    {
        byte[] all = File.ReadAllBytes(safetensors);
        using SafetensorsFile file = SafetensorsFile.FromBytes(all);
        string[] names = [.. file.Tensors.Select(tensor => tensor.Name)];
        using (Checkpoint checkpoint = Checkpoint.Open(safetensors))
        {
            foreach (
                (string part, IEnumerable<string> its) in new[] { ("part.bin", names[..9]), ("part2.bin", names[9..]) }
            )
            {
                string plain = PathOf("plain");
                checkpoint.WriteSafetensors(plain, its.ToDictionary(name => name), overwrite: true);
                File.WriteAllBytes(PathOf(part), TorchFile.Of(File.ReadAllBytes(plain)));
            }
        }

        string index = PathOf("pytorch_model.bin.index.json");
        Dictionary<string, string> map = names
            .Index()
            .ToDictionary(one => one.Item, one => one.Index < 9 ? "part.bin" : "part2.bin");
        File.WriteAllText(
            index,
            JsonSerializer.Serialize(new Dictionary<string, Dictionary<string, string>> { ["weight_map"] = map })
        );
        return index;
    }

    /// <summary>What the tool makes of the project now.</summary>
    public Outcome Run() => WeightBuild.Run(Request());

    public Request Request() =>
        Build.Request.Parse([
            "project\tapp.csproj",
            "assembly\tapp",
            "key\t",
            "compiler\tnowhere",
            "language\t14.0",
            "define\tTRACE;SMALL, DEBUG",
            $"stamp\t{Stamp}",
            $"read\t{PathOf("weights.read")}",
            $"failure\t{PathOf("weights.failure")}",
            .. _sources.Select(source => $"source\t{PathOf(source)}"),
            .. Framework.Select(path => $"reference\t{path}\t"),
            .. _lines,
        ]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
