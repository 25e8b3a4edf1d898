namespace ResNetGen.Generator.Plan;

/// <summary>
/// The part of an activation that is expected not to be zero: see <see cref="Activation.NonZero"/>. Made-up weights
/// leave it the same in all stages; trained networks have more zeros with each stage (docs/performance.md). Up to the
/// third stage these are the figures of made-up weights, so that no choice needs more zeros than any network has. In the
/// fourth they are between both.
/// </summary>
internal static class NonZero
{
    private const int FourthStage = 4;

    public static double BehindReLU(int stage) => stage < FourthStage ? 0.5 : 0.3;

    public static double BehindSum(int stage) => stage < FourthStage ? 0.75 : 0.5;
}
