namespace ResNetGen;

/// <summary>Which convolution of a bottleneck block halves the map where a stage begins.</summary>
public enum BottleneckStride
{
    /// <summary>The 3x3 convolution, as in torchvision ("ResNet v1.5").</summary>
    Conv3x3,

    /// <summary>The first 1x1 convolution, as in the paper of 2015.</summary>
    Conv1x1,
}
