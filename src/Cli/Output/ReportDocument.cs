using ResNetGen.Cli.Learning;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Output;

/// <summary>What <c>fit --json</c> and <c>eval --json</c> write.</summary>
internal sealed record ReportDocument(
    string Model,
    string Preset,
    int Pictures,
    double? Accuracy,
    double[] Interval,
    IReadOnlyDictionary<string, double?>? TopK,
    FitFacts? Fit,
    IReadOnlyList<ClassReport> Classes,
    int[][] Confusion,
    IReadOnlyList<Doubt> LeastCertain,
    IReadOnlyList<UnreadablePicture> Unreadable,
    IReadOnlyList<string> Notes
)
{
    public static ReportDocument Of(
        string model,
        string preset,
        Report report,
        IReadOnlyList<UnreadablePicture> unreadable,
        IReadOnlyList<string> notes,
        FitFacts? fit = null,
        IReadOnlyDictionary<string, double?>? topK = null
    )
    {
        ConfusionMatrix confusion = report.Confusion;
        int count = confusion.Labels.Count;
        (double low, double high) = confusion.Interval;
        return new ReportDocument(
            model,
            preset,
            confusion.Count,
            Number(confusion.Accuracy),
            [low, high],
            topK,
            fit,
            [
                .. confusion.Labels.Select(
                    (label, index) =>
                        new ClassReport(
                            label,
                            confusion.CountOf(index),
                            Number(confusion.PrecisionOf(index)),
                            Number(confusion.RecallOf(index))
                        )
                ),
            ],
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(actual =>
                        Enumerable.Range(0, count).Select(predicted => confusion[actual, predicted]).ToArray()
                    ),
            ],
            report.Doubts,
            unreadable,
            notes
        );
    }

    private static double? Number(double part) => double.IsNaN(part) ? null : part;
}

/// <summary>What is known of a class.</summary>
internal sealed record ClassReport(string Label, int Pictures, double? Precision, double? Recall);

/// <summary>How a classifier was learnt.</summary>
internal sealed record FitFacts(
    int Folds,
    double L2,
    double NearestMeanAccuracy,
    double NearestNeighboursAccuracy,
    double SecondsToLearn
);
