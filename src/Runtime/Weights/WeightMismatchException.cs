using System.Globalization;
using System.Text;

namespace ResNetGen.Weights;

/// <summary>
/// A file whose tensors are not those of the network. It lists all that differs, in the order of the network; the
/// message names at most 20 of each kind.
/// </summary>
public sealed class WeightMismatchException : WeightException
{
    private const int Listed = 20;

    internal WeightMismatchException(WeightDifferences differences, IReadOnlyList<string> hints)
        : base(differences.File, Compose(differences, hints))
    {
        Missing = differences.Missing;
        Unexpected = differences.Unexpected;
        WrongShapes = differences.WrongShapes;
        Unreadable = differences.Unreadable;
        Hints = hints;
    }

    /// <summary>What the network needs and the file has not.</summary>
    public IReadOnlyList<ExpectedTensor> Missing { get; }

    /// <summary>What the file has and the network has no place for.</summary>
    public IReadOnlyList<SafetensorsTensor> Unexpected { get; }

    /// <summary>What the file has in another shape.</summary>
    public IReadOnlyList<ShapeMismatch> WrongShapes { get; }

    /// <summary>What the file has in a type that cannot be read as weights.</summary>
    public IReadOnlyList<SafetensorsTensor> Unreadable { get; }

    /// <summary>What probably is the matter and what to do, one sentence or snippet each; may be empty.</summary>
    public IReadOnlyList<string> Hints { get; }

    private static string Compose(WeightDifferences differences, IReadOnlyList<string> hints)
    {
        StringBuilder text = new($"{differences.File}: the tensors of the file are not those of the network.");
        foreach (string hint in hints)
        {
            text.Append('\n').Append(hint);
        }

        List("Missing", differences.Missing, tensor => $"{tensor.Name} {tensor.Shape}");
        List("Unexpected", differences.Unexpected, tensor => $"{Quoted.Text(tensor.Name)[1..^1]} {tensor.Shape}");
        List(
            "Of another shape",
            differences.WrongShapes,
            tensor => $"{tensor.Expected.Name}: {tensor.Expected.Shape} expected, {tensor.Found.Shape} found"
        );
        List(
            "Of a type that is no weight",
            differences.Unreadable,
            tensor =>
                $"{Quoted.Text(tensor.Name)[1..^1]}: {TensorDataTypes.Readable} expected, "
                + $"{TensorDataTypes.Name(tensor.DataType)} found"
        );
        return text.ToString();

        void List<T>(string title, IReadOnlyList<T> items, Func<T, string> line)
        {
            if (items.Count == 0)
            {
                return;
            }

            text.Append(CultureInfo.InvariantCulture, $"\n{title} ({items.Count}):");
            foreach (T? item in items.Take(Listed))
            {
                text.Append("\n  ").Append(line(item));
            }

            if (items.Count > Listed)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n  ... and {items.Count - Listed} more");
            }
        }
    }
}
