namespace ResNetGen.Weights;

/// <summary>A tensor that the file has in another shape than the network.</summary>
/// <param name="Expected">What the network needs.</param>
/// <param name="Found">What the file has.</param>
public sealed record ShapeMismatch(ExpectedTensor Expected, SafetensorsTensor Found);
