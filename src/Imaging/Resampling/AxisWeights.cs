namespace ResNetGen.Imaging;

/// <summary>
/// For each sample along one axis of the destination: which source pixels it is made of, and their weights in Pillow's
/// fixed point. Facts of <c>libImaging/Resample.c</c>; every operation is in its order, since each rounds.
/// </summary>
internal readonly struct AxisWeights
{
    /// <summary>Fraction bits of a weight: of 32 bits, 8 are the pixel's and 2 are for overshoot.</summary>
    public const int PrecisionBits = 32 - 8 - 2;

    /// <summary>One half: what a sum starts from, so that the shift rounds.</summary>
    public const int Half = 1 << (PrecisionBits - 1);

    private AxisWeights(int[] starts, int[] counts, int[] weights, int stride)
    {
        Starts = starts;
        Counts = counts;
        Weights = weights;
        Stride = stride;
    }

    /// <summary>The first source pixel of each sample.</summary>
    public int[] Starts { get; }

    /// <summary>How many source pixels a sample is made of; at most <see cref="Stride"/>.</summary>
    public int[] Counts { get; }

    /// <summary>The weights of sample <c>i</c> begin at <c>i * Stride</c>.</summary>
    public int[] Weights { get; }

    /// <summary>Room for the weights of one sample.</summary>
    public int Stride { get; }

    /// <summary>
    /// Weights for <paramref name="count"/> samples from <paramref name="first"/> on, of <paramref name="size"/> that
    /// an axis of
    /// <paramref name="sourceSize"/> pixels is resized to.
    /// </summary>
    public static AxisWeights Create(int sourceSize, int size, ResizeFilter filter, int first, int count)
    {
        double scale = (double)sourceSize / size;
        double filterScale = Math.Max(scale, 1.0);
        double support = (filter == ResizeFilter.Bicubic ? 2.0 : 1.0) * filterScale;
        double inverse = 1.0 / filterScale;
        int stride = ((int)Math.Ceiling(support) * 2) + 1;

        int[] starts = new int[count];
        int[] counts = new int[count];
        int[] weights = new int[checked(count * stride)];
        double[] exact = new double[stride];
        for (int i = 0; i < count; i++)
        {
            double centre = (first + i + 0.5) * scale;
            int start = Math.Max((int)(centre - support + 0.5), 0);
            int end = Math.Min((int)(centre + support + 0.5), sourceSize);
            starts[i] = start;
            counts[i] = end - start;

            double sum = 0.0;
            for (int tap = 0; tap < counts[i]; tap++)
            {
                double distance = (tap + start - centre + 0.5) * inverse;
                exact[tap] = filter == ResizeFilter.Bicubic ? Bicubic(distance) : Bilinear(distance);
                sum += exact[tap];
            }

            for (int tap = 0; tap < counts[i]; tap++)
            {
                weights[(i * stride) + tap] = ToFixedPoint(sum != 0.0 ? exact[tap] / sum : exact[tap]);
            }
        }

        return new AxisWeights(starts, counts, weights, stride);
    }

    private static int ToFixedPoint(double weight) =>
        (int)((weight < 0 ? -0.5 : 0.5) + (weight * (1 << PrecisionBits)));

    private static double Bilinear(double distance)
    {
        distance = Math.Abs(distance);
        return distance < 1.0 ? 1.0 - distance : 0.0;
    }

    private static double Bicubic(double distance)
    {
        const double A = -0.5;
        distance = Math.Abs(distance);
        return distance switch
        {
            < 1.0 => ((((A + 2.0) * distance) - (A + 3.0)) * distance * distance) + 1,
            < 2.0 => ((((distance - 5) * distance) + 8) * distance - 4) * A,
            _ => 0.0,
        };
    }
}
