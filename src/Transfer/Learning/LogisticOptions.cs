namespace ResNetGen.Transfer;

/// <summary>How <see cref="LogisticRegression"/> learns.</summary>
public sealed record LogisticOptions
{
    /// <summary>
    /// Strength of the regularisation: <c>l2 / 2 x |weight|^2</c> is added to the mean cross-entropy, the features being
    /// scaled to a mean square of 1. Default <see langword="null"/>: cross-validation chooses it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than 0, or not finite.</exception>
    public double? L2
    {
        get;
        init =>
            field = value is null or (> 0 and < double.PositiveInfinity)
                ? value
                : throw new ArgumentOutOfRangeException(nameof(L2), value, "More than 0 is expected.");
    }

    /// <summary>
    /// Whether each class weighs the same, however few pictures it has. Default not: each picture weighs the same, which
    /// gives the most right answers where classes will be as frequent as among these pictures.
    /// </summary>
    public bool Balanced { get; init; }

    /// <summary>Parts that cross-validation makes of the pictures. Default 5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 2.</exception>
    public int Folds
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2, nameof(Folds));
            field = value;
        }
    } = 5;
}
