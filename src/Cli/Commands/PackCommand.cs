using System.CommandLine;
using System.CommandLine.Completions;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen pack</c>.</summary>
internal sealed class PackCommand
{
    private const string Notes = """
        A packed file has the weights as the model's code reads them: the other commands
        take it as --weights and use it where it is mapped, without a copy. It is for
        one model and one version of this program, which say so when it does not fit.
        It is the larger file (4 times for a 3x3 convolution that is computed by
        Winograd's method).

        --storage f16 or bf16 makes it half as large as the safetensors file, and its
        results a little less exact, bf16 more so: see docs/weights.md. It is expanded
        when it is loaded.

        Where 'summary' shows other algorithms for other widths of vectors, the file is
        for all widths, and its weights are put in order when it is loaded; --vectors
        512, 256 or 128 makes a file for machines of that width alone. Where it shows
        none, as for the usual networks for ImageNet, both are the same file.

        MODEL is one of 'resnetgen list'. For a class of your own, a line of code packs:
        PackedWeights.Pack<Classifier>("x.safetensors", "x.packed").

        A packed or empty file of the same name is replaced, nothing else is.

        Examples:
          resnetgen pack resnet50 resnet50.safetensors -o resnet50.packed
          resnetgen classify cat.jpg --model resnet50 --weights resnet50.packed
          resnetgen pack --verify resnet50.packed
        """;

    private static readonly string[] Storages = ["f32", "bf16", "f16"];
    private static readonly string[] Widths = ["512", "256", "128"];

    // Below, it is done before anyone could read a bar.
    private const long WorthABar = 16 << 20;

    private readonly Argument<string?> _model = new("MODEL")
    {
        Description = "The network, as 'resnetgen list' has it.",
        HelpName = "MODEL",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> _weights = new("WEIGHTS")
    {
        Description = "Its weights: a safetensors file with torchvision's names.",
        HelpName = "WEIGHTS",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The packed file to write.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _storage = new("--storage")
    {
        Description = "How weights are stored. Default: f32, to be used in place.",
        HelpName = "f32|bf16|f16",
    };

    private readonly Option<string?> _vectors = new("--vectors")
    {
        Description = "The width of vectors that the file is for. Default: all.",
        HelpName = "512|256|128",
    };

    private readonly Option<string?> _verify = new("--verify")
    {
        Description = "Instead of packing, reads a whole packed file and checks that it is as it was written.",
        HelpName = "FILE",
    };

    public static Command Create(Terminal terminal, CancellationToken stop)
    {
        PackCommand definition = new();
        definition._model.CompletionSources.Add(_ => KnownModels.Names.Select(name => new CompletionItem(name)));
        definition._storage.IsOneOf(Storages);
        definition._vectors.IsOneOf(Widths);
        definition._weights.NamesFile();
        definition._output.NamesFile();
        definition._verify.NamesFile();
        Command command = new NotedCommand("pack", "Packs weights into a file that is used in place.", Notes)
        {
            definition._model,
            definition._weights,
            definition._output,
            definition._storage,
            definition._vectors,
            definition._verify,
        };
        command.SetAction(parsed => definition.Run(parsed, terminal, stop));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        if (parsed.GetValue(_verify) is { } verified)
        {
            if (
                parsed.GetValue(_model) is not null
                || parsed.GetValue(_output) is not null
                || parsed.GetValue(_storage) is not null
                || parsed.GetValue(_vectors) is not null
            )
            {
                throw Usage("--verify takes a packed file, and nothing beside it.");
            }

            Describe(terminal, verified, PackedWeights.Verify(verified));
            return ExitCode.Success;
        }

        string name = parsed.GetValue(_model) ?? throw Usage("Required argument 'MODEL' missing for command: 'pack'.");
        string weights =
            parsed.GetValue(_weights) ?? throw Usage("Required argument 'WEIGHTS' missing for command: 'pack'.");
        string output = parsed.GetValue(_output) ?? throw Usage("Option '-o' is required: the packed file to write.");
        VectorWidth? vectors = parsed.GetValue(_vectors) is { } width
            ? Enum.Parse<VectorWidth>("Vector" + width)
            : null;
        Pack(terminal, KnownModels.Get(name).Info, weights, output, Storage(parsed.GetValue(_storage)), vectors, stop);
        return ExitCode.Success;
    }

    private static void Pack(
        Terminal terminal,
        ModelInfo network,
        string weights,
        string output,
        WeightStorage storage,
        VectorWidth? vectors,
        CancellationToken stop
    )
    {
        ProgressBar.Run(
            terminal,
            "Packing",
            progress => PackedWeights.Pack(network, weights, output, storage, vectors, progress, stop),
            mayShow: network.WeightBytes >= WorthABar
        );
        terminal.Out.WriteLine(
            $"{Printable.Field(output)}: {Quantity.Bytes(Length(output))}, {storage}, for {network.Declaration}"
        );
    }

    // Of the file, where its name is a link's.
    private static long Length(string path)
    {
        using FileStream file = File.OpenRead(path);
        return file.Length;
    }

    private static void Describe(Terminal terminal, string path, PackedWeightsInfo file) =>
        terminal.Out.WriteLine(
            $"{Printable.Field(path)}: whole; {Quantity.Bytes(file.FileBytes)}, {file.Storage}, for {Printable.Field(file.Declaration)}"
        );

    private static WeightStorage Storage(string? name) =>
        name switch
        {
            "bf16" => WeightStorage.BF16,
            "f16" => WeightStorage.F16,
            _ => WeightStorage.F32,
        };

    private static CommandFailure Usage(string problem) =>
        CommandFailure.Usage($"{problem}\nTry 'resnetgen pack --help'.");
}
