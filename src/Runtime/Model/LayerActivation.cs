namespace ResNetGen;

/// <summary>What a layer does to its sums before it writes them.</summary>
public enum LayerActivation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Negative values become 0.</summary>
    ReLU,
}
