namespace ResNetGen;

/// <summary>How a convolution is computed, and so how its weights are packed.</summary>
public enum ConvolutionAlgorithm
{
    /// <summary>Not a convolution between blocked activations.</summary>
    None,

    /// <summary>Sums over the taps, in the order of the definition.</summary>
    Direct,
}
