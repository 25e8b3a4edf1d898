namespace ResNetGen.Import;

/// <summary>What names and persistent ids of a pickle stand for.</summary>
internal interface IPickleMeaning
{
    /// <summary>
    /// The value of a call, or <see langword="null"/> if the name is not known: the value is opaque then.
    /// </summary>
    /// <exception cref="FormatException">The name is known, and the arguments do not suit it.</exception>
    object? Call(string name, object?[] arguments);

    /// <summary>The value that a persistent id names.</summary>
    /// <exception cref="FormatException">It names none.</exception>
    object Persistent(object? id);
}
