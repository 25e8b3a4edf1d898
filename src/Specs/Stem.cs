namespace ResNetGen;

/// <summary>What stands before the first stage.</summary>
public enum Stem
{
    /// <summary>
    /// 7x7 convolution with stride 2, then 3x3 max pooling with stride 2: the stem for ImageNet (He et al. 2015, table
    /// 1).
    /// </summary>
    Conv7x7,

    /// <summary>
    /// 3x3 convolution with stride 1 and no pooling: the stem for small images (He et al. 2015, section 4.2).
    /// </summary>
    Conv3x3,
}
