namespace ResNetGen.Build;

/// <summary>
/// Why weights are not embedded. An id is never used for something else; its page is <c>docs/diagnostics/ID.md</c>.
/// </summary>
/// <param name="Number">The number of the id.</param>
/// <param name="Text">What was found, what was expected and what to do, in one line.</param>
internal sealed record BuildError(int Number, string Text)
{
    /// <summary>Their titles, by number.</summary>
    public static IReadOnlyDictionary<int, string> Titles { get; } =
        new Dictionary<int, string>
        {
            [1001] = "Weights are for no class",
            [1002] = "Class of weights is not found",
            [1003] = "Class of weights is no network",
            [1004] = "Class of weights cannot be read",
            [1005] = "Class has weights twice",
            [1006] = "Storage is unknown",
            [1007] = "Weight file cannot be used",
            [1008] = "Weights are of another network",
            [1009] = "Packed weights cannot be written",
            [1010] = "Width of vectors is unknown",
            [1011] = "Weights are of a network that computes something else",
        };

    /// <summary>The id.</summary>
    public string Id => $"RNG{Number}";

    public static BuildError NoModel(WeightItem item, IReadOnlyList<string> networks) =>
        new(
            1001,
            $"ResNetWeights '{item.File}' has no Model, but weights are packed for one class: write {Model(item.Model, networks)}"
        );

    public static BuildError ClassNotFound(WeightItem item, IReadOnlyList<string> networks) =>
        new(
            1002,
            $"ResNetWeights '{item.File}' is for the class '{item.Model}', but the project's sources declare no such class: "
                + $"write {Model(item.Model, networks)}"
        );

    public static BuildError NoNetwork(WeightItem item, IReadOnlyList<string> networks) =>
        new(
            1003,
            $"ResNetWeights '{item.File}' is for the class '{item.Model}', but it has no [ResNet]: write [ResNet(...)] on it"
                + (networks.Count > 0 ? $", or {Model(item.Model, networks)}" : "")
        );

    public static BuildError Unreadable(WeightItem item, string why) =>
        new(
            1004,
            $"The weights '{item.File}' cannot be packed, as the [ResNet] on '{item.Model}' cannot be read before the compiler runs "
                + $"({why}): write what the project's own sources declare, not what a generator adds to them"
        );

    public static BuildError Twice(WeightItem first, WeightItem second) =>
        new(
            1005,
            $"The class '{first.Model}' has weights from '{first.File}' and from '{second.File}', but LoadEmbedded loads one: remove one of the two "
                + "ResNetWeights, or write another class for it"
        );

    public static BuildError UnknownStorage(WeightItem item) =>
        new(
            1006,
            $"ResNetWeights '{item.File}' for '{item.Model}' has Storage=\"{item.Storage}\", but weights are stored in F32, F16 or BF16: "
                + "write one of these, or leave Storage out for F32"
        );

    public static BuildError UnknownVectors(WeightItem item) =>
        new(
            1010,
            $"ResNetWeights '{item.File}' for '{item.Model}' has Vectors=\"{item.Vectors}\", but vectors have 512, 256 or 128 bits: "
                + "write one of these, or leave Vectors out for all"
        );

    public static BuildError UnusableFile(WeightItem item, string problem) =>
        new(1007, $"The weights for '{item.Model}' cannot be packed: {problem}");

    public static BuildError OtherNetwork(WeightItem item, string declaration, string differences) =>
        new(1008, $"'{item.File}' has not the weights of '{item.Model}', {declaration}. {differences}");

    public static BuildError OtherComputation(WeightItem item, string declaration, NetworkDeclaration other) =>
        new(
            1011,
            $"'{item.File}' has the weights of {other}, and '{item.Model}' is {declaration}: the tensors are the same, but not what "
                + "is computed with them. Declare what the file has"
        );

    public static BuildError CannotWrite(WeightItem item, string problem) =>
        new(1009, $"The weights '{item.File}' for '{item.Model}' are packed, but cannot be written: {problem}");

    private static string Model(string typed, IReadOnlyList<string> networks) =>
        networks.Count == 0
            ? "Model=\"Namespace.Class\", the full name of a class with [ResNet]"
            : $"Model=\"{Nearest(typed, networks)}\"";

    // Most often the namespace is what was left out.
    private static string Nearest(string typed, IReadOnlyList<string> networks) =>
        networks.FirstOrDefault(name => name.EndsWith("." + typed, StringComparison.Ordinal))
        ?? Zoo.NearestNames.To(typed, networks)[0];
}
