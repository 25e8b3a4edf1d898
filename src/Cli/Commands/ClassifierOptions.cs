using System.CommandLine;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Imaging;
using ResNetGen.Transfer;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Commands;

/// <summary>
/// What commands take that tell classes: <c>--weights</c> is of the network, or a classifier that <c>fit</c> has learnt on
/// its features, which knows the network, the preprocessing and the labels.
/// </summary>
/// <param name="network">The network and how pictures are prepared for it.</param>
internal sealed class ClassifierOptions(ModelOptions network)
{
    private readonly Option<string?> _backbone = new("--backbone")
    {
        Description = "Weights of the network below a learnt classifier, where the network is not embedded.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "Names of the classes, one a line. Default: those that the weights or the embedded model know.",
        HelpName = "FILE",
    };

    /// <summary>What the help says of <c>--weights</c>.</summary>
    public static string Notes { get; } =
        """
            --weights takes what 'fit' writes too: a classifier of your own classes, which
            knows its labels, its network and how pictures are prepared for it.
            """;

    public void AddTo(Command command)
    {
        _backbone.NamesFile();
        _labels.NamesFile();
        command.Add(_backbone);
        command.Add(_labels);
    }

    /// <summary>What the command line asks for.</summary>
    /// <exception cref="CommandFailure">It does not fit together.</exception>
    public ClassifierChoice Choose(ParseResult parsed)
    {
        ClassifierFile? file = ReadHead(parsed.GetValue(network.Weights));
        KnownModel model = ChooseModel(parsed, file);
        ClassifierChoice choice = file is null ? OwnClassifier(parsed, model) : WithHead(parsed, model, file);
        return parsed.GetValue(_labels) is { } labels
            ? choice with
            {
                Labels = LabelFile.Read(labels, file is null ? model.Name : "the classifier", choice.Classes),
            }
            : choice;
    }

    /// <summary>Loads the network of a choice.</summary>
    public Forks Load(ParseResult parsed, ClassifierChoice choice, int pictures, Terminal terminal)
    {
        if (choice.File is null)
        {
            return network.Load(parsed, choice.Model, pictures, terminal);
        }

        Forks forks = network.Load(parsed, choice.Model, parsed.GetValue(_backbone), pictures, terminal);
        if (choice.File.IsLearntOn(forks.Model))
        {
            return forks;
        }

        forks.Dispose();
        string weights = parsed.GetValue(_backbone) is { } file ? $"those of {file}" : "the embedded ones";
        throw CommandFailure.CannotStart(
            $"{parsed.GetValue(network.Weights)}: this classifier was learnt on other weights of {choice.Model.Name} than {weights}. "
                + "Name those with --backbone: what 'fit' had as --weights."
        );
    }

    /// <summary>
    /// A classifier that <c>fit</c> has written; <see langword="null"/> is any other file, of which loading says what is
    /// wrong.
    /// </summary>
    public static ClassifierFile? ReadHead(string? path)
    {
        if (path is null || !File.Exists(path))
        {
            return null;
        }

        SafetensorsFile file;
        try
        {
            file = SafetensorsFile.Open(path);
        }
        catch (WeightFileException)
        {
            return null;
        }

        using (file)
        {
            return ClassifierFile.IsHead(file) ? ClassifierFile.Read(file) : null;
        }
    }

    private KnownModel ChooseModel(ParseResult parsed, ClassifierFile? file)
    {
        bool isNamed = parsed.GetResult(network.Model) is { Implicit: false };
        if (file is null || isNamed)
        {
            return KnownModels.Get(parsed.GetRequiredValue(network.Model));
        }

        return KnownModels.All.FirstOrDefault(known => known.Name == file.Model)
            ?? throw CommandFailure.CannotStart(
                $"{parsed.GetValue(network.Weights)}: this is a classifier on the features of "
                    + $"{(file.Model.Length > 0 ? $"'{Printable.Field(file.Model)}'" : "a network that it does not name")}, which is none of "
                    + "'resnetgen list'. Name the network with --model."
            );
    }

    private ClassifierChoice OwnClassifier(ParseResult parsed, KnownModel model)
    {
        if (parsed.GetValue(_backbone) is not null)
        {
            throw CommandFailure.Usage(
                "--backbone goes with a classifier that 'fit' has written, in --weights. Weights of a whole network are --weights."
            );
        }

        if (!model.Info.HasClassifier)
        {
            throw CommandFailure.Usage(
                $"{model.Name} has no classifier, and so no classes: 'resnetgen fit' learns one from pictures, for --weights; "
                    + "'resnetgen embed' gives its features."
            );
        }

        Preset preset = network.ChoosePreset(parsed, model);
        return new ClassifierChoice(model, null, preset.Name, network.Prepare(parsed, preset, model), model.Labels);
    }

    private ClassifierChoice WithHead(ParseResult parsed, KnownModel model, ClassifierFile file)
    {
        string path = parsed.GetValue(network.Weights)!;
        int length = file.Classifier.EmbeddingLength;
        if (length != model.Info.EmbeddingLength)
        {
            throw CommandFailure.CannotStart(
                $"{path}: this is a classifier on {length} features, and {model.Name} has {model.Info.EmbeddingLength}. "
                    + $"It was learnt on {(file.Model.Length > 0 ? $"'{file.Model}'" : "another network")}: name that with --model."
            );
        }

        if (!model.Embedded && parsed.GetValue(_backbone) is null)
        {
            throw CommandFailure.Usage(
                $"{path} is a classifier on the features of {model.Name}, whose weights are needed too: --backbone FILE."
            );
        }

        Preset preset = network.ChoosePreset(parsed, model);
        Preprocessing prepared = network.Prepare(parsed, preset, model);
        bool isAsked = parsed.GetValue(network.Preset) is not null;
        try
        {
            Preprocessing learnt = isAsked ? prepared : file.PreprocessingFor(prepared);
            RequireFit(path, learnt, model);
            return new ClassifierChoice(
                model,
                file,
                isAsked || file.Preprocessing is null ? preset.Name : "learnt",
                learnt with
                {
                    TurnUpright = learnt.TurnUpright || prepared.TurnUpright,
                },
                file.Classifier.Labels
            );
        }
        catch (InvalidOperationException otherMean)
        {
            throw CommandFailure.CannotStart($"{path}: {otherMean.Message}");
        }
    }

    private static void RequireFit(string path, Preprocessing learnt, KnownModel model)
    {
        ModelInfo info = model.Info;
        if (
            (learnt.Channels, learnt.CropHeight, learnt.CropWidth)
            != (info.InputChannels, info.InputHeight, info.InputWidth)
        )
        {
            throw CommandFailure.CannotStart(
                $"{path}: it makes {learnt.Channels} x {learnt.CropHeight} x {learnt.CropWidth} values of a picture, and {model.Name} "
                    + $"takes {info.InputChannels} x {info.InputHeight} x {info.InputWidth}. It was learnt on another network, or is damaged: "
                    + "name that with --model, or make it again with 'resnetgen fit'."
            );
        }
    }
}
