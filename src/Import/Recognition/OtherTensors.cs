using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Tensors that checkpoints of training have beside those of a network.</summary>
internal static class OtherTensors
{
    private static readonly string[] OfTraining =
    [
        "amp",
        "grad_scaler",
        "lr_scheduler",
        "lr_schedulers",
        "optim",
        "scaler",
        "scheduler",
    ];

    /// <summary>Whether a tensor is known to be no weight: of an optimizer, a counter, a figure, a queue.</summary>
    public static bool Contain(string name, TensorShape shape)
    {
        string[] parts = name.Split('.');
        return TrainingCounters.Contain(name)
            || shape.Rank == 0
            || parts[..^1].Any(part => part.StartsWith("optimizer", StringComparison.Ordinal))
            || (parts.Length > 1 && OfTraining.Contains(parts[0]))
            // MoCo (He et al. 2020): keys of earlier batches, and where the next ones go.
            || parts[^1] is "queue" or "queue_ptr";
    }

    /// <summary>
    /// What stands before the names of a moving average, as far as it says so: <c>model_ema.</c> of
    /// <c>model_ema.module.</c>; <see langword="null"/> for another prefix.
    /// </summary>
    public static string? MovingAverage(string prefix)
    {
        int start = 0;
        while (prefix.IndexOf('.', start) is >= 0 and var dot)
        {
            if (prefix[start..dot].Split('_').Any(word => word is "ema" or "averaged"))
            {
                return prefix[..(dot + 1)];
            }

            start = dot + 1;
        }

        return null;
    }
}
