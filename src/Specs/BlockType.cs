namespace ResNetGen;

/// <summary>The residual block a network is built from (He et al. 2015, figure 5).</summary>
public enum BlockType
{
    /// <summary>
    /// Two 3x3 convolutions: ResNet-18, ResNet-34 and the paper's networks for CIFAR-10. Its output has as many
    /// channels as its stage is wide.
    /// </summary>
    Basic,

    /// <summary>
    /// 1x1, 3x3, 1x1: ResNet-50, 101, 152, ResNeXt and Wide ResNet. Its output has four times as many channels as its
    /// stage is wide.
    /// </summary>
    Bottleneck,
}
