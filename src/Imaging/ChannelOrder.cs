namespace ResNetGen.Imaging;

/// <summary>The order of the planes that a network for colour takes.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue: torchvision, timm and most others.</summary>
    Rgb,

    /// <summary>Blue, green, red: Caffe, Keras' ResNets, CNTK, and what was trained with OpenCV.</summary>
    Bgr,
}
