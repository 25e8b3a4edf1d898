namespace ResNetGen.Generator.Plan;

/// <summary>The part of an activation that is not zero: see <see cref="Activation.NonZero"/>.</summary>
internal static class NonZero
{
    public const double BehindReLU = 0.5;
    public const double BehindSum = 0.75;
}
