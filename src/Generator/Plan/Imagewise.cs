namespace ResNetGen.Generator.Plan;

/// <summary>
/// Which stages take the images of a batch one by one. A whole batch of large maps falls out of the cache between two
/// layers, and one image's maps stay in it; where weights outweigh maps it is the other way round. Stages that do come
/// first: maps shrink and weights grow.
/// </summary>
internal static class Imagewise
{
    // A batch whose maps are smaller altogether stays in the cache anyway.
    private const long CacheFloats = 250_000;

    // A block writes its output and reads it again, and its weights pass by once: measured on ResNet-18 and ResNet-50
    // at batch 8.
    private const long MapsAgainstWeights = 2;

    /// <summary>
    /// The last stage that takes images one by one, 0 for the stem alone; -1 when all images go together.
    /// </summary>
    public static int LastStage(Spec spec)
    {
        int stride = spec.Stem == Stem.Conv7x7 ? 4 : 1;
        if (
            spec.Batch == 1
            || !IsLarge((long)spec.BaseWidth * (spec.InputHeight / stride) * (spec.InputWidth / stride))
        )
        {
            return -1;
        }

        int last = 0;
        for (int stage = 1; stage <= spec.Stages.Count; stage++, stride *= 2)
        {
            long planes = (long)spec.BaseWidth << (stage - 1);
            long channels = spec.BlockType == BlockType.Basic ? planes : 4 * planes;
            long inner = planes * spec.WidthPerGroup / 64 * spec.Groups;
            const int WinogradPoints = 36;
            long weights =
                spec.BlockType == BlockType.Basic
                    ? 2 * WinogradPoints * planes * planes
                    : (2 * channels * inner) + (WinogradPoints * inner * inner / spec.Groups);
            long map = channels * (spec.InputHeight / stride) * (spec.InputWidth / stride);
            if (!IsLarge(map) || MapsAgainstWeights * map < weights)
            {
                break;
            }

            last = stage;
        }

        return last;

        bool IsLarge(long map) => map * spec.Batch > CacheFloats;
    }
}
