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

    /// <summary>
    /// Our time by ONNX Runtime's, below 1 where we are faster: the median of the ratios of neighbouring turns.
    /// </summary>
    public required double Ratio { get; init; }

    /// <summary>The smallest ratio of neighbouring turns.</summary>
    public required double RatioMinimum { get; init; }

    /// <summary>The largest ratio of neighbouring turns.</summary>
    public required double RatioMaximum { get; init; }

    /// <summary>What is asked of the ratio; <see langword="null"/> if nothing is, on these vectors.</summary>
    public required Bar? Bar { get; init; }

    public Verdict Verdict => Bar?.Judge(Ratio) ?? Verdict.NoBar;

    /// <summary>The FMA peak of one core in the same run.</summary>
    public required double PeakGigaflops { get; init; }

    /// <summary>How far the results of the engines are apart, as a part of the largest.</summary>
    public required double LargestDifference { get; init; }
}
