using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ResNetGen.Cli.Learning;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Imaging;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen fit</c>.</summary>
internal sealed class FitCommand
{
    private const int DefaultFolds = 5;
    private const int MostFolds = 100;
    private const int DefaultDoubts = 10;
    private const int Neighbours = 5;

    // Fewer are done before anyone could read a bar.
    private const int WorthABar = 50;
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
              "fit": { "file", "folds", "l2", "nearestMeanAccuracy",
                "nearestNeighboursAccuracy", "secondsToEmbed", "secondsToLearn" },
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
        string output = parsed.GetRequiredValue(_output);
        KnownModel model = KnownModels.Get(parsed.GetRequiredValue(_network.Model));
        Preset preset = _network.ChoosePreset(parsed, model);
        Preprocessing preprocessing = _network.PrepareWhole(parsed, preset, model);
        bool whole = parsed.GetValue(_whole);
        string? weights = parsed.GetValue(_network.Weights);
        LearntFile.Check(output, parsed.GetValue(_force), whole, model, weights);
        using NewFile? svg = parsed.GetValue(_svg) is { } chart
            ? new NewFile(chart, FileKind.Svg, output, LearntFile.IndexOf(output))
            : null;

        string directory = parsed.GetRequiredValue(_directory);
        ClassFolders folders = ClassFolders.Find(directory);
        long start = Stopwatch.GetTimestamp();
        EmbeddedClasses classes = Embed(parsed, terminal, model, preprocessing, folders, directory, output, stop);
        double secondsToEmbed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        classes.Report(terminal);
        LabelledEmbeddings data = classes.Data;
        int folds = parsed.GetValue(_folds) ?? DefaultFolds;
        RequireEnough(data, folds, directory);

        start = Stopwatch.GetTimestamp();
        LogisticOptions options = new()
        {
            Folds = folds,
            Balanced = parsed.GetValue(_balanced),
            L2 = parsed.GetValue(_l2),
        };
        CrossValidation tried = CrossValidation.Run(
            data,
            part => LogisticRegression.Fit(part, options, stop),
            folds,
            stop
        );
        double l2 = options.L2 ?? LogisticRegression.ChooseL2(data, options, stop);
        LinearClassifier classifier = LogisticRegression.Fit(data, options with { L2 = l2 }, stop);
        double secondsToLearn = Stopwatch.GetElapsedTime(start).TotalSeconds;
        FitFacts facts = new(
            output,
            folds,
            l2,
            CrossValidation.Run(data, NearestMean.Fit, folds, stop).Confusion.Accuracy,
            CrossValidation.Run(data, part => new NearestNeighbours(part, Neighbours), folds, stop).Confusion.Accuracy,
            secondsToEmbed,
            secondsToLearn
        );

        Report report = Report.Of(
            data.Labels,
            Enumerable
                .Range(0, data.Count)
                .Select(picture => (classes.Paths[picture], data.ClassOf(picture), tried.ScoresOf(picture).ToArray())),
            DefaultDoubts
        );
        ClassifierFile file = new(classifier)
        {
            Model = model.Name,
            Preprocessing = preprocessing,
            Fingerprint = classes.Fingerprint,
            Notes = Provenance(model, data, report.Confusion, facts, options),
        };
        LearntFile.Write(file, output, parsed.GetValue(_force), whole ? weights : null, model);
        svg?.Complete(ConfusionChart.Draw(report.Confusion, $"{output}: {ReportText.Accuracy(report.Confusion)}"));

        IReadOnlyList<string> notes = [.. folders.Notes, .. classes.Notes];
        if (parsed.GetValue(_json))
        {
            ReportDocument document = ReportDocument.Of(
                model.Name,
                preset.Name,
                report,
                classes.Unreadable,
                notes,
                facts
            );
            terminal.Out.WriteLine(JsonSerializer.Serialize(document, DocumentJson.Default.ReportDocument));
        }
        else
        {
            WriteText(terminal, model, data, report, facts);
        }

        return classes.Unreadable.Count > 0 ? ExitCode.PictureFailed : ExitCode.Success;
    }

    private EmbeddedClasses Embed(
        ParseResult parsed,
        Terminal terminal,
        KnownModel model,
        Preprocessing preprocessing,
        ClassFolders folders,
        string directory,
        string output,
        CancellationToken stop
    )
    {
        foreach (string note in folders.Notes)
        {
            terminal.Report(note);
        }

        using PictureEmbedder embedder = _network.LoadEmbedder(
            parsed,
            model,
            preprocessing,
            parsed.GetValue(_mirror),
            folders.Pictures.Count,
            terminal
        );
        IReadOnlyList<EmbeddedPicture> pictures = [];
        try
        {
            ProgressBar.Run(
                terminal,
                "Pictures",
                progress =>
                    pictures = EmbeddingIndex.Update(
                        LearntFile.IndexOf(output),
                        directory,
                        [.. folders.Pictures.Select(picture => Path.GetRelativePath(directory, picture.Path))],
                        embedder,
                        terminal.Report,
                        progress,
                        stop
                    ),
                mayShow: folders.Pictures.Count >= WorthABar
            );
        }
        catch (UnauthorizedAccessException denied)
        {
            throw CommandFailure.CannotWrite($"The features cannot be kept: {denied.Message}");
        }

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

    private static Dictionary<string, string> Provenance(
        KnownModel model,
        LabelledEmbeddings data,
        ConfusionMatrix confusion,
        FitFacts facts,
        LogisticOptions options
    ) =>
        new()
        {
            ["method"] = "multinomial logistic regression, L2",
            ["network"] = model.Info.Declaration,
            ["pictures"] = Text(data.Count),
            ["views"] = Text(data.Views),
            ["balanced"] = options.Balanced ? "true" : "false",
            ["l2"] = Text(facts.L2),
            ["folds"] = Text(facts.Folds),
            ["accuracy"] = Text(confusion.Accuracy),
            ["program"] = $"resnetgen {PrintVersion.Version}",
        };

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static void WriteText(
        Terminal terminal,
        KnownModel model,
        LabelledEmbeddings data,
        Report report,
        FitFacts facts
    )
    {
        int[] counts = data.CountByClass();
        TextWriter result = terminal.Out;
        result.WriteLine(
            $"{Quantity.Counted(data.Count, "picture")} of {Quantity.Counted(counts.Length, "class", "classes")}, features of {model.Name}."
        );
        result.WriteLine($"Cross-validation in {facts.Folds} parts: {ReportText.Accuracy(report.Confusion)}.");
        result.WriteLine(
            $"For comparison: nearest class mean {ReportText.Percent(facts.NearestMeanAccuracy)}, {Neighbours} nearest neighbours "
                + $"{ReportText.Percent(facts.NearestNeighboursAccuracy)}, the largest class always {ReportText.Percent((double)counts.Max() / data.Count)}."
        );
        result.WriteLine();
        ReportText.Write(terminal, report);
        result.WriteLine(
            $"{Printable.Field(facts.File)}: {Quantity.Bytes(new FileInfo(facts.File).Length)}. To use it:"
        );
        result.WriteLine($"  resnetgen classify PICTURE --weights {Printable.Field(facts.File)}");
    }
}
