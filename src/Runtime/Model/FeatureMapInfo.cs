namespace ResNetGen;

/// <summary>An activation that a caller can ask for.</summary>
/// <param name="Name">PyTorch's name of the module that computes it: <c>relu</c>, <c>maxpool</c>, <c>layer1</c>,
/// ...</param>
/// <param name="Channels">Its planes.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Halo">Zeros round each plane in the workspace.</param>
/// <param name="Offset">Where it is in the workspace, in floats.</param>
public sealed record FeatureMapInfo(string Name, int Channels, int Height, int Width, int Halo, long Offset)
{
    /// <summary>Floats of one image's map.</summary>
    public int Length => Channels * Height * Width;
}
