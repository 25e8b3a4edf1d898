using System.Globalization;
using System.Text;
using ResNetGen.Imaging;

namespace ResNetGen.Import;

/// <summary>The source of a class for an imported network.</summary>
internal sealed class ClassSource
{
    private const int Columns = 120;

    private static readonly Preprocessing Usual = new();

    private readonly ImportedNetwork _network;
    private readonly string _namespace;
    private readonly string? _preprocessing;

    public ClassSource(ImportedNetwork network, string name, string containingNamespace)
    {
        _network = network;
        _namespace = containingNamespace;
        Name = name;
        (_preprocessing, string? assumed) = Prepare(network);
        Notes = assumed is null ? network.Notes : [.. network.Notes, assumed];
    }

    public string Name { get; }

    public IReadOnlyList<string> Notes { get; }

    private bool HasLabels => _network.Labels.Count > 0;

    public string WeightsFile(bool packed) => Name.ToLowerInvariant() + (packed ? ".packed" : ".safetensors");

    public string Text(bool packed)
    {
        StringBuilder text = new();
        WriteUse(text, packed);
        text.Append(HasLabels ? "using System.Collections.Generic;\n" : "").Append("using ResNetGen;\n");
        text.Append(_preprocessing is null ? "\n" : "using ResNetGen.Imaging;\n\n");
        text.Append(_namespace.Length == 0 ? "" : $"namespace {_namespace};\n\n");
        WriteDocumentation(text);
        text.Append(CultureInfo.InvariantCulture, $"{_network.Declaration}\npublic sealed partial class {Name}");
        string[] members = [.. Members()];
        text.Append(members.Length == 0 ? ";\n" : $"\n{{\n{string.Join("\n", members)}}}\n");
        return text.ToString();
    }

    /// <summary>An expression for how pictures are prepared, and what is assumed in it.</summary>
    private static (string? Expression, string? Assumed) Prepare(ImportedNetwork network)
    {
        (int height, int width) = (network.Declaration.InputHeight, network.Declaration.InputWidth);
        int channels = network.Declaration.InputChannels;
        if (network.Preprocessing is { } known)
        {
            return (PreprocessingText.Of(known), null);
        }

        return channels == Usual.Channels
            ? (
                PreprocessingText.Of(Usual, height, width),
                "How pictures are prepared is taken to be as torchvision does it for its IMAGENET1K_V1 weights, since the file "
                    + "does not say it: set Preprocessing of the class."
            )
            : (
                null,
                $"How images of {channels} channels are prepared is not known, and the class has no Preprocessing: the caller "
                    + "prepares them as in training."
            );
    }

    private void WriteUse(StringBuilder text, bool packed)
    {
        string file = WeightsFile(packed);
        string model = _namespace.Length == 0 ? Name : $"{_namespace}.{Name}";
        text.Append(
            packed
                ? $"// The weights: {Name}.Load(\"{file}\")\n\n"
                : $"// The weights: {Name}.Load(\"{file}\"), or {Name}.LoadEmbedded() with this item in the project file (and the path from there):\n"
                    + $"// <ResNetWeights Include=\"{file}\" Model=\"{model}\" />\n\n"
        );
    }

    private void WriteDocumentation(StringBuilder text)
    {
        string blocks = _network.Declaration.Describe();
        string file = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_network.Checkpoint.Name)));
        string format = CheckpointFormats.Describe(_network.Checkpoint.Format);
        WriteLines(
            text,
            $"<summary>{char.ToUpperInvariant(blocks[0])}{blocks[1..]}, imported from {CSharpText.Xml(file)} ({format}).</summary>"
        );
        if (Notes.Count > 0)
        {
            text.Append("/// <remarks>\n");
            foreach (string note in Notes)
            {
                WriteLines(text, $"<para>{CSharpText.Xml(note)}</para>");
            }

            text.Append("/// </remarks>\n");
        }
    }

    private static void WriteLines(StringBuilder text, string documentation)
    {
        const string Begin = "///";
        text.Append(Begin);
        int column = Begin.Length;
        foreach (string word in documentation.Split(' '))
        {
            if (column > Begin.Length && column + 1 + word.Length > Columns)
            {
                text.Append('\n').Append(Begin);
                column = Begin.Length;
            }

            text.Append(' ').Append(word);
            column += 1 + word.Length;
        }

        text.Append('\n');
    }

    private IEnumerable<string> Members()
    {
        if (_preprocessing is not null)
        {
            yield return $"""
                    /// <summary>How pictures are prepared for it.</summary>
                    public static Preprocessing Preprocessing {"{ get; }"} ={_preprocessing};

                """;
        }

        if (HasLabels)
        {
            yield return $"""
                    /// <summary>What its classes are called, in their order.</summary>
                    public static IReadOnlyList<string> Labels {"{ get; }"} =
                    [
                {string.Concat(_network.Labels.Select(label => $"        {CSharpText.Literal(label)},\n"))}    ];

                """;
        }
    }
}
