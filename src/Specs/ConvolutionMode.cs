namespace ResNetGen;

/// <summary>How exactly convolutions are computed.</summary>
public enum ConvolutionMode
{
    /// <summary>
    /// The fastest algorithm for each layer. Winograd's rounds a little more: logits within 3e-5 of the largest.
    /// </summary>
    Auto,

    /// <summary>Products of weights and inputs as in the definition only: logits within 1e-5 of the largest.</summary>
    Direct,
}
