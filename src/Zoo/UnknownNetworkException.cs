namespace ResNetGen.Zoo;

/// <summary>There is no network of a name. The message names the nearest ones.</summary>
public sealed class UnknownNetworkException : Exception
{
    internal UnknownNetworkException(string name, IReadOnlyList<string> nearest)
        : base($"There is no network '{name}'. The nearest names: {string.Join(", ", nearest)}.") =>
        (Name, Nearest) = (name, nearest);

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }

    /// <summary>Names that are nearest to it, the nearest first.</summary>
    public IReadOnlyList<string> Nearest { get; }
}
