namespace ResNetGen.Bench.Compare;

/// <summary>What a case gave; times in milliseconds. The names are those of the JSON file.</summary>
internal sealed record CaseResult
{
    public required string Case { get; init; }

    public required string Network { get; init; }

    public required int Batch { get; init; }

    public required int Threads { get; init; }

    public required int Turns { get; init; }

    public required double OursMedian { get; init; }

    public required double OursMinimum { get; init; }

    public required double OnnxRuntimeMedian { get; init; }

    public required double OnnxRuntimeMinimum { get; init; }

    /// <summary>Our median by ONNX Runtime's: below 1 we are faster.</summary>
    public double Ratio => OursMedian / OnnxRuntimeMedian;

    public required double Must { get; init; }

    public required double Want { get; init; }

    public Verdict Verdict =>
        Ratio <= Want ? Verdict.Want
        : Ratio <= Must ? Verdict.Must
        : Verdict.Missed;

    /// <summary>The FMA peak of one core in the same run.</summary>
    public required double PeakGigaflops { get; init; }

    /// <summary>How far the results of the engines are apart, as a part of the largest.</summary>
    public required double LargestDifference { get; init; }
}

/// <summary>Which bar a ratio keeps below.</summary>
internal enum Verdict
{
    /// <summary>Above both.</summary>
    Missed,

    /// <summary>Below the one that has to be kept.</summary>
    Must,

    /// <summary>Below the one that is hoped for.</summary>
    Want,
}
