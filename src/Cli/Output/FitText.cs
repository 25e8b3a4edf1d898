using ResNetGen.Cli.Learning;
using ResNetGen.Cli.Models;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Output;

/// <summary>The report of <c>fit</c> for people.</summary>
internal static class FitText
{
    public static void Write(Terminal terminal, KnownModel model, LabelledEmbeddings data, Training training)
    {
        int[] counts = data.CountByClass();
        FitFacts facts = training.Facts;
        TextWriter result = terminal.Out;
        result.WriteLine(
            $"{Quantity.Counted(data.Count, "picture")} of {Quantity.Counted(counts.Length, "class", "classes")}, features of {model.Name}."
        );
        result.WriteLine($"Cross-validation in {facts.Folds} parts: {ReportText.Accuracy(training.Report.Confusion)}.");
        result.WriteLine(
            $"For comparison: nearest class mean {Quantity.Percent(facts.NearestMeanAccuracy)}, {Training.Neighbours} nearest neighbours "
                + $"{Quantity.Percent(facts.NearestNeighboursAccuracy)}, the largest class always {Quantity.Percent((double)counts.Max() / data.Count)}."
        );
        result.WriteLine();
        ReportText.Write(terminal, training.Report);
    }

    /// <summary>How the file is used.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="file">The file.</param>
    /// <param name="weights">The network's weights, if they were given.</param>
    public static void WriteUse(Terminal terminal, string file, string? weights)
    {
        string backbone = weights is null ? "" : $" --backbone {Printable.Field(weights)}";
        WriteSize(terminal, file);
        terminal.Out.WriteLine($"  resnetgen classify PICTURE --weights {Printable.Field(file)}{backbone}");
    }

    /// <summary>How the file is used that has the network's weights too.</summary>
    public static void WriteWholeUse(Terminal terminal, string file, KnownModel model, int classes)
    {
        WriteSize(terminal, file);
        terminal.Out.WriteLine(
            $"  Load of a class that is declared as {model.Info.Declaration}, with Classes = {classes}"
        );
    }

    private static void WriteSize(Terminal terminal, string file) =>
        terminal.Out.WriteLine($"{Printable.Field(file)}: {Quantity.Bytes(new FileInfo(file).Length)}. To use it:");
}
