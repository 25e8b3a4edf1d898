namespace ResNetGen.Bench;

/// <summary>How far two results of the same network are from each other.</summary>
internal static class Agreement
{
    /// <summary>
    /// The largest difference, as a part of the largest expected value; not a number when a value is none.
    /// </summary>
    public static double LargestDifference(float[] expected, float[] actual)
    {
        double largest = expected.Max(value => Math.Abs((double)value));
        double difference = expected.Zip(actual, (e, a) => Math.Abs((double)e - a)).Aggregate(0.0, Math.Max);
        return difference / largest;
    }
}
