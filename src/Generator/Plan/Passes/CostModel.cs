namespace ResNetGen.Generator.Plan;

/// <summary>
/// What an algorithm costs on vectors of one width, in multiply-adds at full speed. Only ratios matter.
/// </summary>
internal sealed record CostModel
{
    /// <summary>Cost of a float of weights that comes from memory, not from the second-level cache.</summary>
    public required double StreamedWeight { get; init; }

    /// <summary>Floats of weights that stay in the second-level cache until the next run.</summary>
    public required double CachedWeights { get; init; }

    /// <summary>Cost of the transform of one float, in either direction.</summary>
    public required double TransformedValue { get; init; }

    /// <summary>Cost of nine taps that become 36 weights in registers.</summary>
    public required double TransformedTaps { get; init; }

    /// <summary>The part of the shorter of the two, computing and streaming, that does not overlap with the longer.</summary>
    public required double Overlap { get; init; }

    /// <summary>
    /// Cost of a product that is not skipped: where one pixel of a pair has a zero, the weights are loaded for the
    /// other alone.
    /// </summary>
    public required double KeptProduct { get; init; }

    /// <summary>The cost of a call.</summary>
    public double Cost(in AlgorithmWork work)
    {
        double computing = work.Products + (KeptProduct * work.KeptProducts) + (TransformedTaps * work.TransformedTaps);
        double streaming = work.Weights > CachedWeights ? StreamedWeight * work.Weights : 0;
        return (TransformedValue * work.TransformedValues)
            + Math.Max(computing, streaming)
            + (Overlap * Math.Min(computing, streaming));
    }
}

/// <summary>A cost model for each width of vectors.</summary>
internal sealed record CostModels(CostModel Vector128, CostModel Vector256, CostModel Vector512)
{
    // Measured on AVX-512 (docs/kernels.md). Two fifths of a second-level cache of 1 MiB hold 100,000 floats.
    private static readonly CostModel MeasuredOn512 = new()
    {
        StreamedWeight = 12,
        CachedWeights = 100_000,
        TransformedValue = 8,
        TransformedTaps = 60,
        Overlap = 0.3,
        KeptProduct = 1.15,
    };

    /// <summary>The models that networks are planned by. No width gains by constants of its own (docs/kernels.md).</summary>
    public static CostModels Measured { get; } = new(MeasuredOn512, MeasuredOn512, MeasuredOn512);

    /// <summary>Whether all widths have the same model.</summary>
    public bool AreUniform => Vector128 == Vector256 && Vector256 == Vector512;

    public CostModel this[VectorWidth width] =>
        width switch
        {
            VectorWidth.Vector128 => Vector128,
            VectorWidth.Vector256 => Vector256,
            VectorWidth.Vector512 => Vector512,
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "Vectors have 128, 256 or 512 bits."),
        };
}
