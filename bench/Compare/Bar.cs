namespace ResNetGen.Bench.Compare;

/// <summary>What is asked of a ratio of our time to ONNX Runtime's, on one width of vectors.</summary>
/// <param name="Must">The ratio that may not be exceeded.</param>
/// <param name="Want">The ratio that is hoped for.</param>
internal sealed record Bar(double Must, double Want)
{
    /// <summary>Which bar a ratio keeps below.</summary>
    public Verdict Judge(double ratio) =>
        ratio <= Want ? Verdict.Want
        : ratio <= Must ? Verdict.Must
        : Verdict.FallsShort;
}

/// <summary>What a ratio comes to.</summary>
internal enum Verdict
{
    /// <summary>There is no bar for this width of vectors.</summary>
    NoBar,

    /// <summary>Above both.</summary>
    FallsShort,

    /// <summary>Below the one that has to be kept.</summary>
    Must,

    /// <summary>Below the one that is hoped for.</summary>
    Want,
}
