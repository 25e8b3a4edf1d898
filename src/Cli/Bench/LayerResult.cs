namespace ResNetGen.Cli.Bench;

/// <summary>A layer's part of a measurement.</summary>
internal sealed record LayerResult(LayerInfo Layer, Distribution Times, int Batch, double Peak)
{
    /// <summary>
    /// Effective GFLOP/s of the best time: the multiply-adds of the definition, of which Winograd does fewer.
    /// <see langword="null"/> for a layer without any, and where the clock is too coarse.
    /// </summary>
    public double? Gigaflops =>
        Layer.MultiplyAdds > 0 && Times.Minimum > 0 ? 2.0 * Batch * Layer.MultiplyAdds / Times.Minimum / 1e6 : null;

    public double? PercentOfPeak => 100 * Gigaflops / Peak;
}
