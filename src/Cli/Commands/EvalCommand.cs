using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ResNetGen.Cli.Learning;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen eval</c>.</summary>
internal sealed class EvalCommand
{
    private const int DefaultTop = 3;
    private const int DefaultDoubts = 10;

    private readonly Argument<string> _directory = new("DIRECTORY")
    {
        Description = "A directory with one directory of pictures for each class, named as its label.",
        HelpName = "DIRECTORY",
    };

    private readonly Option<int?> _top = new("--top")
    {
        Description = "How many of the most probable classes count for top-k.",
        HelpName = "K",
        DefaultValueFactory = _ => DefaultTop,
        CustomParser = result => Numbers.Whole(result, int.MaxValue),
    };

    private readonly Option<double?> _atLeast = new("--at-least")
    {
        Description = "The accuracy that is asked for, 0 to 1: below it, the exit code is 5.",
        HelpName = "PART",
        CustomParser = Numbers.Part,
    };

    private readonly Option<string?> _svg = new("--svg")
    {
        Description = "Draw the confusion matrix into an SVG file.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = JsonOption.Create("Write the report as a JSON document.");
    private readonly ModelOptions _network = new(FashionModel.DefaultName);
    private readonly ClassifierOptions _classifier;

    private EvalCommand() => _classifier = new(_network);

    private static string Notes =>
        $$"""
            Pictures that a classifier has not learnt from show what it is worth. Those that
            it has learnt from do not: 'fit' tries it by cross-validation.

            {{ClassifierOptions.Notes}}

            --json is the object that 'fit --json' writes, with "topK": { "3": part } in
            place of "fit".

            Examples:
              resnetgen eval flowers-of-may --weights flowers.safetensors
              resnetgen eval flowers-of-may --weights flowers.safetensors --at-least 0.9
            """;

    public static Command Create(Terminal terminal, CancellationToken stop)
    {
        EvalCommand definition = new();
        definition._directory.NamesFile();
        definition._svg.NamesFile();
        Command command = new NotedCommand("eval", "Tries a classifier on pictures of known classes.", Notes)
        {
            definition._directory,
            definition._top,
            definition._atLeast,
            definition._svg,
            definition._json,
        };
        definition._network.AddTo(command);
        definition._classifier.AddTo(command);
        command.SetAction(parsed => definition.Run(parsed, terminal, stop));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        NewFile? svg = parsed.GetValue(_svg) is { } chart ? new NewFile(chart, NewFile.Svg) : null;
        ClassifierChoice choice = _classifier.Choose(parsed);
        IReadOnlyList<string> labels =
            choice.Labels
            ?? throw CommandFailure.Usage(
                $"The names of the {choice.Classes} classes of {choice.Model.Name} are not known: --labels FILE."
            );
        if (labels.Distinct(StringComparer.Ordinal).Count() < labels.Count)
        {
            throw CommandFailure.CannotStart(
                "Two classes have the same label, and so the same directory: give --labels that differ."
            );
        }

        ClassFolders folders = ClassFolders.Find(parsed.GetRequiredValue(_directory), labels);
        foreach (string note in folders.Notes)
        {
            terminal.Report(note);
        }

        using Forks forks = _classifier.Load(parsed, choice, folders.Pictures.Count, terminal);
        EvaluatedPictures results = new();
        int exitCode = new PictureRun(
            terminal,
            choice.Preprocessing,
            forks.Select(choice.LogitsOf),
            choice.Classes,
            results
        ).Run(PictureFiles.Of(folders.Pictures.Select(picture => picture.Path)), stop);
        (string Path, int Label, float[] Logits)[] read =
        [
            .. folders
                .Pictures.Zip(results.Logits)
                .Where(pair => pair.Second is not null)
                .Select(pair => (pair.First.Path, pair.First.Label, pair.Second!)),
        ];
        if (read.Length == 0)
        {
            throw CommandFailure.CannotStart(
                $"{parsed.GetRequiredValue(_directory)}: none of the pictures can be read."
            );
        }

        Report report = Report.Of(labels, read, DefaultDoubts);
        int top = Math.Min(parsed.GetValue(_top) ?? DefaultTop, labels.Count);
        double topK = (double)read.Count(picture => Rank(picture.Logits, picture.Label) < top) / read.Length;
        svg?.Complete(
            ConfusionChart.Draw(
                report.Confusion,
                $"{parsed.GetRequiredValue(_directory)}: {ReportText.Accuracy(report.Confusion)}"
            )
        );
        if (parsed.GetValue(_json))
        {
            ReportDocument document = ReportDocument.Of(
                choice.Model.Name,
                choice.Preset,
                report,
                results.Unreadable,
                folders.Notes,
                topK: new Dictionary<string, double?> { [top.ToString(CultureInfo.InvariantCulture)] = topK }
            );
            terminal.Out.WriteLine(JsonSerializer.Serialize(document, DocumentJson.Default.ReportDocument));
        }
        else
        {
            terminal.Out.WriteLine(
                $"{choice.Model.Name}: {ReportText.Accuracy(report.Confusion)}. Among the {top} most probable: {Quantity.Percent(topK)}."
            );
            terminal.Out.WriteLine();
            ReportText.Write(terminal, report);
        }

        if (parsed.GetValue(_atLeast) is { } atLeast && report.Confusion.Accuracy < atLeast)
        {
            terminal.Report(
                $"{ReportText.Accuracy(report.Confusion)}, where --at-least asks for {Quantity.Percent(atLeast)}."
            );
            return ExitCode.BelowLimit;
        }

        return folders.HasUnknown ? ExitCode.PictureFailed : exitCode;
    }

    // Of equal ones the lower class is the first, as in the guesses of 'classify'.
    private static int Rank(float[] logits, int label) =>
        logits.Where((logit, index) => logit > logits[label] || (logit == logits[label] && index < label)).Count();

    private sealed class EvaluatedPictures : IPictureResults
    {
        public List<float[]?> Logits { get; } = [];

        public List<UnreadablePicture> Unreadable { get; } = [];

        public bool AppearAtOnce => false;

        public void Add(string path, ReadOnlySpan<float> values) => Logits.Add(values.ToArray());

        public void AddFailure(string path, string problem)
        {
            Logits.Add(null);
            Unreadable.Add(new UnreadablePicture(path, problem));
        }

        public void AddLeftOut(LeftOutFiles files)
        {
            // The folders of classes tell of theirs.
        }

        public void Complete()
        {
            // The report follows.
        }
    }
}
