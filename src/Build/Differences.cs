using ResNetGen.Weights;

namespace ResNetGen.Build;

/// <summary>Messages of the runtime, which may have many lines, in the one line that an error of a build has.</summary>
internal static class Differences
{
    /// <summary>What probably is the matter, and of each kind of difference the first.</summary>
    public static string InOneLine(WeightMismatchException exception)
    {
        List<string> sentences = [.. exception.Hints.Select(InOneLine)];
        Add("Missing", [.. exception.Missing.Select(tensor => $"{tensor.Name} {tensor.Shape}")]);
        Add("Unexpected", [.. exception.Unexpected.Select(tensor => $"{tensor.Name} {tensor.Shape}")]);
        Add(
            "Of another shape",
            [
                .. exception.WrongShapes.Select(tensor =>
                    $"{tensor.Expected.Name}, {tensor.Expected.Shape} expected, {tensor.Found.Shape} found"
                ),
            ]
        );
        Add("Of a type that is no weight", [.. exception.Unreadable.Select(tensor => tensor.Name)]);
        return string.Join(' ', sentences);

        void Add(string title, string[] tensors)
        {
            if (tensors.Length > 0)
            {
                sentences.Add(
                    $"{title}: {InOneLine(tensors[0])}{(tensors.Length > 1 ? $" and {tensors.Length - 1} more" : "")}."
                );
            }
        }
    }

    /// <summary>Lines joined; statements of a script by semicolons.</summary>
    public static string InOneLine(string text) =>
        text.ReplaceLineEndings("\n").Replace(":\n", ": ").Replace(".\n", ". ").Replace("\n", "; ");
}
