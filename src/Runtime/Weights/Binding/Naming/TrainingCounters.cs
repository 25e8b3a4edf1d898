namespace ResNetGen.Weights;

/// <summary>
/// What PyTorch counts while it trains: batches (BatchNorm) and averaged models (AveragedModel). Inference needs
/// neither.
/// </summary>
internal static class TrainingCounters
{
    /// <summary>Whether a tensor is one.</summary>
    public static bool Contain(string name) =>
        name.AsSpan(name.LastIndexOf('.') + 1) is "num_batches_tracked" or "n_averaged";
}
