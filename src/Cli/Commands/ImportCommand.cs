using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ResNetGen.Cli.Output;
using ResNetGen.Import;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen import</c>.</summary>
internal sealed class ImportCommand
{
    private const string Notes = """
        FILE is a checkpoint as people have it: safetensors, in one file or several with
        an index; what PyTorch saves (.pth, .pt, .bin, .pth.tar, TorchScript); ONNX;
        TorchSharp (.dat); or a folder with a model.safetensors, a pytorch_model.bin or a
        model.onnx. Nothing in it is run.

        Written are NAME.cs, the class with its attribute, its preprocessing and, where
        they are known, its labels; and name.safetensors, its weights. Both compile and
        load as they are, in a project with the packages ResNetGen and
        ResNetGen.Imaging. --packed writes name.packed instead: what the class maps and
        uses in place, for this version of ResNetGen alone.

        What the checkpoint does not tell is assumed, and said, with the option that
        sets it. 'inspect' shows what is in a file.

        Examples:
          resnetgen import resnet50.pth
          resnetgen import birds/model.safetensors --namespace Demo --output Models
          resnetgen import birds.pth.tar --name Birds --input 224x160
        """;

    private static readonly string[] Strides = ["conv1x1", "conv3x3"];

    // Below, it is done before anyone could read a bar.
    private const long WorthABar = 16 << 20;

    private readonly Argument<string> _file = new("FILE") { Description = "The checkpoint.", HelpName = "FILE" };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "Name of the class. Default: from that of the file, or of its folder.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _namespace = new("--namespace")
    {
        Description = "Its namespace. Default: none.",
        HelpName = "NAMESPACE",
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The folder to write to; it is made if there is none. Default: the current one.",
        HelpName = "DIR",
    };

    private readonly Option<(int Rows, int Columns)?> _input = new("--input")
    {
        Description = "Rows and columns of an image, in pixels: weights do not tell them.",
        HelpName = "ROWSxCOLUMNS",
        CustomParser = Size,
    };

    private readonly Option<string?> _stride = new("--stride")
    {
        Description = "Which convolution of a bottleneck has the stride: weights do not tell it.",
        HelpName = "conv1x1|conv3x3",
    };

    private readonly Option<string?> _prefix = new("--prefix")
    {
        Description =
            "What stands before the names of the network that is meant, where there are several: module.encoder_q.",
        HelpName = "PREFIX",
    };

    private readonly Option<string[]> _ignore = new("--ignore")
    {
        Description =
            "Names of tensors to leave out; * stands for any characters. Can be given several times: 'aux_head.*'",
        HelpName = "PATTERN",
    };

    private readonly Option<bool> _packed = new("--packed") { Description = "Write a packed file, not safetensors." };

    private readonly Option<bool> _force = new("--force") { Description = "Replace files that are there already." };

    public static Command Create(Terminal terminal, CancellationToken stop)
    {
        ImportCommand definition = new();
        definition._file.NamesFile();
        definition._output.NamesFile();
        definition._stride.IsOneOf(Strides);
        Command command = new NotedCommand("import", "Makes a class and weights from a trained model.", Notes)
        {
            definition._file,
            definition._name,
            definition._namespace,
            definition._output,
            definition._input,
            definition._stride,
            definition._prefix,
            definition._ignore,
            definition._packed,
            definition._force,
        };
        command.SetAction(parsed => definition.Run(parsed, terminal, stop));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        string file = parsed.GetRequiredValue(_file);
        string name = parsed.GetValue(_name) ?? NetworkClass.NameFor(file);
        string containing = parsed.GetValue(_namespace) ?? "";
        if (NetworkClass.WhatIsWrongWith(name, containing) is { } problem)
        {
            bool isName = NetworkClass.WhatIsWrongWith(name) is not null;
            throw CommandFailure.Usage($"{(isName ? $"--name {name}" : $"--namespace {containing}")}: {problem}.");
        }

        using Checkpoint checkpoint = Checkpoint.Open(file);
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint, Options(parsed));
        NetworkClass written = new(network, name, containing);
        string folder = parsed.GetValue(_output) ?? "";
        bool packed = parsed.GetValue(_packed);
        string source = Path.Combine(folder, written.SourceFile);
        string weights = Path.Combine(folder, written.WeightsFile(packed));
        bool force = parsed.GetValue(_force);
        NewFile.RequireForce(force, source, weights);
        ProgressBar.Run(
            terminal,
            "Writing",
            progress => written.Write(folder.Length == 0 ? "." : folder, packed, force, progress, stop),
            mayShow: written.Info.WeightBytes >= WorthABar
        );

        terminal.Out.WriteLine(Printable.Field(source));
        terminal.Out.WriteLine(
            $"{Printable.Field(weights)}: {Quantity.Bytes(new FileInfo(weights).Length)}, {Quantity.Counted(network.Tensors.Count, "tensor")}"
        );
        ImportText.WriteNetwork(terminal, network, written.Info);
        ImportText.WriteNotes(terminal, written.Notes, network.LeftOut);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine("In a project with the packages ResNetGen and ResNetGen.Imaging:");
        terminal.Out.WriteLine($"  using {name} model = {name}.Load(\"{written.WeightsFile(packed)}\");");
        return ExitCode.Success;
    }

    private ImportOptions Options(ParseResult parsed) =>
        new()
        {
            InputHeight = parsed.GetValue(_input)?.Rows,
            InputWidth = parsed.GetValue(_input)?.Columns,
            BottleneckStride = parsed.GetValue(_stride) switch
            {
                "conv1x1" => BottleneckStride.Conv1x1,
                "conv3x3" => BottleneckStride.Conv3x3,
                _ => null,
            },
            Prefix = parsed.GetValue(_prefix),
            Ignore = parsed.GetValue(_ignore) ?? [],
        };

    private static (int Rows, int Columns)? Size(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (
            text.Split('x') is [string rows, string columns]
            && Number(rows) is { } height
            && Number(columns) is { } width
        )
        {
            return (height, width);
        }

        result.AddError($"'{text}' is no size of images: --input needs rows and columns, such as 224x160.");
        return null;

        static int? Number(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
                ? value
                : null;
    }
}
