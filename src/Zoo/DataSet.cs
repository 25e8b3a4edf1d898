namespace ResNetGen.Zoo;

/// <summary>
/// What a network was published for; it decides classes, size of the input and how pictures are prepared.
/// </summary>
public enum DataSet
{
    /// <summary>ImageNet (ILSVRC 2012): photographs, 1000 classes, 224 x 224.</summary>
    ImageNet,

    /// <summary>CIFAR-10: small photographs, 10 classes, 32 x 32.</summary>
    Cifar10,
}
