namespace ResNetGen.Generator.Plan;

/// <summary>How a convolution between blocked activations is computed.</summary>
internal enum Algorithm
{
    /// <summary>Sums over the taps, in the order of the definition.</summary>
    Direct,
}
