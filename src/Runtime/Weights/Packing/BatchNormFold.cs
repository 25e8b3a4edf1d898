namespace ResNetGen.Weights;

/// <summary>
/// Batch norm of inference as one multiplication and one addition per channel, in float64 (Ioffe and Szegedy 2015,
/// algorithm 2): <c>scale = gamma / sqrt(variance + epsilon)</c>, <c>bias = beta - mean * scale</c>.
/// </summary>
internal static class BatchNormFold
{
    /// <summary>Reads the four tensors of a batch norm and folds them.</summary>
    /// <param name="weights">Where <paramref name="batchNorm"/>.weight, .bias, .running_mean and .running_var are
    /// bound.</param>
    /// <param name="batchNorm">The layer: <c>layer1.0.bn1</c>.</param>
    /// <param name="channels">How many channels each must have.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <exception cref="WeightFileException">A value is no finite number, or a variance is negative.</exception>
    public static (double[] Scale, double[] Bias) Read(
        BoundWeights weights,
        string batchNorm,
        int channels,
        double epsilon
    )
    {
        double[] scale = FiniteValues.Read(weights, batchNorm + ".weight", channels);
        double[] bias = FiniteValues.Read(weights, batchNorm + ".bias", channels);
        double[] mean = FiniteValues.Read(weights, batchNorm + ".running_mean", channels);
        double[] variance = FiniteValues.Read(weights, batchNorm + ".running_var", channels);

        for (int channel = 0; channel < channels; channel++)
        {
            // A variance a rounding below zero is harmless, and PyTorch takes it too.
            if (variance[channel] + epsilon <= 0)
            {
                throw FiniteValues.Error(
                    weights,
                    batchNorm + ".running_var",
                    channel,
                    variance[channel],
                    "no variance"
                );
            }

            scale[channel] /= Math.Sqrt(variance[channel] + epsilon);
            bias[channel] -= mean[channel] * scale[channel];
            if (!double.IsFinite(scale[channel]))
            {
                throw FiniteValues.Error(
                    weights,
                    batchNorm + ".weight",
                    channel,
                    scale[channel],
                    "too large to scale by"
                );
            }

            if (!double.IsFinite(bias[channel]))
            {
                throw FiniteValues.Error(weights, batchNorm + ".bias", channel, bias[channel], "too large to add");
            }
        }

        return (scale, bias);
    }
}
