using System.CommandLine;
using System.Text.Json;
using ResNetGen.Cli.Learning;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Imaging;
using ResNetGen.Transfer;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen fit</c>.</summary>
internal sealed class FitCommand
{
    private const int DefaultFolds = 5;
    private const int MostFolds = 100;

    private const int MostStrength = 1000;

    private static string Notes =>
        $$"""
            DIRECTORY has one directory of pictures for each class; their names are the
            labels. Pictures below those count too; hidden ones do not.

            A network that has been trained already gives the features of each picture, and
            multinomial logistic regression learns the classes from them. Cross-validation
            says how well: it learns from all parts of the pictures but one, and tries that
            one, for each part. The file is learnt from all of them.

            FILE is small: it has the classifier, not the network below it. 'classify',
            'eval' and 'explain' take it as --weights, and know network, preprocessing and
            labels by it. --whole writes the network's weights too, for Load of a class of
            your own with as many classes; it needs them as a file, in --weights.

            Features are kept in a file beside FILE, so that learning again takes no time.
            A picture is taken whole, with a white border, and transparent parts are white.
            --preset takes another way.

            {{ModelOptions.PresetNotes}}

            --json is an object of
              "model", "preset", "pictures", "accuracy", "interval": [ low, high ],
              "fit": { "folds", "l2", "nearestMeanAccuracy",
                "nearestNeighboursAccuracy", "secondsToLearn" },
              "classes": [ { "label", "pictures", "precision", "recall" } ],
              "confusion": [ [ ... ] ],
              "leastCertain": [ { "path", "label", "predicted", "probability",
                "predictedProbability" } ],
              "unreadable": [ { "path", "error" } ], "notes": [ ... ]
              "accuracy" is that of the cross-validation, its interval has a confidence of
              95 %; a row of "confusion" is what pictures are, a column what they were
              taken for.

            Examples:
              resnetgen fit flowers -o flowers.safetensors
              resnetgen fit flowers -o flowers.safetensors --mirror --svg flowers.svg
              resnetgen classify garden.jpg --weights flowers.safetensors
            """;

    private readonly Argument<string> _directory = new("DIRECTORY")
    {
        Description = "A directory with one directory of pictures for each class.",
        HelpName = "DIRECTORY",
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The file to write, in safetensors.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<int?> _folds = new("--folds")
    {
        Description = "Parts of the cross-validation.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultFolds,
        CustomParser = result => Numbers.Whole(result, MostFolds, least: 2),
    };

    private readonly Option<double?> _l2 = new("--l2")
    {
        Description = "Strength of the regularisation. Default: cross-validation chooses it.",
        HelpName = "NUMBER",
        CustomParser = result => Numbers.Positive(result, MostStrength),
    };

    private readonly Option<bool> _balanced = new("--balanced")
    {
        Description = "Each class weighs the same, however few pictures it has. Default: each picture does.",
    };

    private readonly Option<bool> _mirror = new("--mirror")
    {
        Description = "Learn from the mirror images too. Not for classes that differ by left and right.",
    };

    private readonly Option<bool> _whole = new("--whole")
    {
        Description = "Write the network's weights too, for a class of your own.",
    };

    private readonly Option<string?> _svg = new("--svg")
    {
        Description = "Draw the confusion matrix into an SVG file.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = JsonOption.Create("Write the report as a JSON document.");
    private readonly Option<bool> _force = new("--force") { Description = "Replace a file that is there already." };
    private readonly ModelOptions _network = new(DefaultModel.Name);

    public static Command Create(Terminal terminal, CancellationToken stop)
    {
        FitCommand definition = new();
        definition._directory.NamesFile();
        definition._output.NamesFile();
        definition._svg.NamesFile();
        Command command = new NotedCommand("fit", "Learns your own classes from pictures.", Notes)
        {
            definition._directory,
            definition._output,
            definition._mirror,
            definition._balanced,
            definition._l2,
            definition._folds,
            definition._whole,
            definition._svg,
            definition._json,
            definition._force,
        };
        definition._network.AddTo(command);
        command.SetAction(parsed => definition.Run(parsed, terminal, stop));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        string output = parsed.GetRequiredValue(_output),
            directory = parsed.GetRequiredValue(_directory),
            index = Path.ChangeExtension(output, ".embeddings.safetensors");
        KnownModel model = KnownModels.Get(parsed.GetRequiredValue(_network.Model));
        Preset preset = _network.ChoosePreset(parsed, model);
        Preprocessing preprocessing = _network.PrepareWhole(parsed, preset, model);
        string? weights = parsed.GetValue(_network.Weights);
        bool isWhole = parsed.GetValue(_whole);
        using SafetensorsFile? below = isWhole ? OpenNetwork(model, weights) : null;
        NewFile.RequireForce(parsed.GetValue(_force), output);
        NewFile target = new(output, Replaceable.Any, weights);
        NewFile? svg = parsed.GetValue(_svg) is { } chart ? new NewFile(chart, NewFile.Svg, output, index) : null;

        ClassFolders folders = ClassFolders.Find(directory);
        foreach (string note in folders.Notes)
        {
            terminal.Report(note);
        }

        EmbeddedClasses classes = Embed(parsed, terminal, model, preprocessing, folders, index, stop);
        classes.Report(terminal);
        LabelledEmbeddings data = classes.Data;
        LogisticOptions options = new()
        {
            Folds = parsed.GetValue(_folds) ?? DefaultFolds,
            Balanced = parsed.GetValue(_balanced),
            L2 = parsed.GetValue(_l2),
        };
        RequireEnough(data, options.Folds, directory);

        Training training = Training.Run(classes, options, terminal, stop);
        ClassifierFile file = new(training.Classifier)
        {
            Model = model.Name,
            Preprocessing = preprocessing,
            Fingerprint = classes.Fingerprint,
            Notes = training.Provenance(model, data),
        };
        target.Complete(stream => file.Write(stream, below));
        ConfusionMatrix confusion = training.Report.Confusion;
        svg?.Complete(ConfusionChart.Draw(confusion, $"{output}: {ReportText.Accuracy(confusion)}"));
        if (parsed.GetValue(_json))
        {
            ReportDocument document = ReportDocument.Of(
                model.Name,
                _network.NameWhole(parsed, preset),
                training.Report,
                classes.Unreadable,
                [.. folders.Notes, .. classes.Notes],
                training.Facts
            );
            terminal.Out.WriteLine(JsonSerializer.Serialize(document, DocumentJson.Default.ReportDocument));
        }
        else
        {
            FitText.Write(terminal, model, data, training);
            if (isWhole)
            {
                FitText.WriteWholeUse(terminal, output, model, data.Labels.Count);
            }
            else
            {
                FitText.WriteUse(terminal, output, weights);
            }
        }

        return classes.Unreadable.Count > 0 ? ExitCode.PictureFailed : ExitCode.Success;
    }

    private static SafetensorsFile OpenNetwork(KnownModel model, string? weights) =>
        weights is null
            ? throw CommandFailure.Usage(
                $"--whole writes the weights of {model.Name} too, and needs them as a file: --weights FILE."
            )
            : AnyWeights.Open(model, weights);

    private EmbeddedClasses Embed(
        ParseResult parsed,
        Terminal terminal,
        KnownModel model,
        Preprocessing preprocessing,
        ClassFolders folders,
        string index,
        CancellationToken stop
    )
    {
        using PictureEmbedder embedder = _network.LoadEmbedder(
            parsed,
            model,
            preprocessing,
            parsed.GetValue(_mirror),
            folders.Pictures.Count,
            terminal
        );
        IReadOnlyList<EmbeddedPicture> pictures = KeptFeatures.Update(
            terminal,
            index,
            "-o",
            folders.Directory,
            [.. folders.Pictures.Select(picture => Path.GetRelativePath(folders.Directory, picture.Path))],
            embedder,
            stop
        );
        return EmbeddedClasses.Of(folders, pictures, embedder);
    }

    private static void RequireEnough(LabelledEmbeddings data, int folds, string directory)
    {
        int classes = data.CountByClass().Count(count => count > 0);
        if (classes < 2)
        {
            throw CommandFailure.CannotStart(
                $"{directory}: {Quantity.Counted(classes, "class", "classes")} with pictures, where two or more are expected."
            );
        }

        if (data.Count < folds)
        {
            throw CommandFailure.CannotStart(
                $"{directory}: {data.Count} pictures cannot be divided into {folds} parts. Add pictures, or take fewer --folds."
            );
        }
    }
}
