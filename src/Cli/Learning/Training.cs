using System.Diagnostics;
using System.Globalization;
using ResNetGen.Cli.Commands;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Learning;

/// <summary>What <c>fit</c> learns, and how good it is.</summary>
/// <param name="Classifier">Learnt from all pictures.</param>
/// <param name="Report">Of the cross-validation.</param>
/// <param name="Facts">How it was learnt.</param>
/// <param name="Options">As which it was learnt.</param>
internal sealed record Training(LinearClassifier Classifier, Report Report, FitFacts Facts, LogisticOptions Options)
{
    /// <summary>Neighbours that vote, of the classifier to compare with.</summary>
    public const int Neighbours = 5;

    private const int MostDoubts = 10;

    // Pictures times classes: fewer are learnt before anyone could read a bar.
    private const int WorthABar = 20_000;

    /// <summary>Learns a classifier, and tries it and two simpler ones.</summary>
    /// <param name="classes">The pictures.</param>
    /// <param name="options">How.</param>
    /// <param name="terminal">Where a bar goes, if it takes long.</param>
    /// <param name="stop">Ends it.</param>
    public static Training Run(
        EmbeddedClasses classes,
        LogisticOptions options,
        Terminal terminal,
        CancellationToken stop
    )
    {
        Training? training = null;
        ProgressBar.Run(
            terminal,
            "Learning",
            progress => training = Run(classes, options, progress, stop),
            mayShow: (long)classes.Data.Count * classes.Data.Labels.Count >= WorthABar
        );
        return training!;
    }

    private static Training Run(
        EmbeddedClasses classes,
        LogisticOptions options,
        IProgress<double>? progress,
        CancellationToken stop
    )
    {
        LabelledEmbeddings data = classes.Data;
        long start = Stopwatch.GetTimestamp();
        CrossValidation tried = Try(part => LogisticRegression.Fit(part, options, stop), progress);
        double l2 = options.L2 ?? LogisticRegression.ChooseL2(data, options, stop);
        LinearClassifier classifier = LogisticRegression.Fit(data, options with { L2 = l2 }, stop);
        FitFacts facts = new(
            options.Folds,
            l2,
            Try(NearestMean.Fit).Confusion.Accuracy,
            Try(part => new NearestNeighbours(part, Neighbours)).Confusion.Accuracy,
            Stopwatch.GetElapsedTime(start).TotalSeconds
        );
        Report report = Report.Of(
            data.Labels,
            Enumerable
                .Range(0, data.Count)
                .Select(picture => (classes.Paths[picture], data.ClassOf(picture), tried.ScoresOf(picture).ToArray())),
            MostDoubts
        );
        return new Training(classifier, report, facts, options);

        CrossValidation Try(Func<LabelledEmbeddings, IEmbeddingClassifier> fit, IProgress<double>? progress = null) =>
            CrossValidation.Run(data, fit, options.Folds, progress, stop);
    }

    /// <summary>What its file says of it.</summary>
    public IReadOnlyDictionary<string, string> Provenance(KnownModel model, LabelledEmbeddings data) =>
        new Dictionary<string, string>
        {
            ["method"] = "multinomial logistic regression, L2",
            ["network"] = model.Info.Declaration,
            ["pictures"] = Text(data.Count),
            ["views"] = Text(data.Views),
            ["balanced"] = Options.Balanced ? "true" : "false",
            ["l2"] = Text(Facts.L2),
            ["folds"] = Text(Facts.Folds),
            ["accuracy"] = Text(Report.Confusion.Accuracy),
            ["program"] = $"resnetgen {PrintVersion.Version}",
        };

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
