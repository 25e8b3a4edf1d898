namespace ResNetGen.Weights;

/// <summary>All that differs between a file and a network; each list in the order of the network.</summary>
/// <param name="File">The file's name, for messages.</param>
/// <param name="Prefix">What was taken off the file's names.</param>
/// <param name="Missing">Needed, not in the file.</param>
/// <param name="Unexpected">In the file, not needed.</param>
/// <param name="WrongShapes">In both, of different shapes.</param>
/// <param name="Unreadable">In both, of a type that is no weight.</param>
internal sealed record WeightDifferences(
    string File,
    string Prefix,
    IReadOnlyList<ExpectedTensor> Missing,
    IReadOnlyList<SafetensorsTensor> Unexpected,
    IReadOnlyList<ShapeMismatch> WrongShapes,
    IReadOnlyList<SafetensorsTensor> Unreadable
)
{
    public bool None => Missing.Count + Unexpected.Count + WrongShapes.Count + Unreadable.Count == 0;
}
