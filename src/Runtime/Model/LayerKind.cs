namespace ResNetGen;

/// <summary>What a layer does.</summary>
public enum LayerKind
{
    /// <summary>The first convolution, from the planes of the image; batch norm folded, ReLU fused.</summary>
    StemConvolution,

    /// <summary>A convolution; batch norm folded; residual and ReLU fused where the network has them.</summary>
    Convolution,

    /// <summary>3x3 max pooling with stride 2.</summary>
    MaxPool,

    /// <summary>A shortcut without parameters that strides and fills up with zero channels.</summary>
    ZeroPadShortcut,

    /// <summary>The mean of each channel.</summary>
    GlobalAveragePool,

    /// <summary>The classifier.</summary>
    Linear,
}
