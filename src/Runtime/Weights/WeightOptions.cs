namespace ResNetGen.Weights;

/// <summary>
/// Which tensors of a safetensors file are the network's, where a file has more. A packed file has nothing else: it is
/// loaded as it is.
/// </summary>
/// <example><code>
/// using Classifier model = Classifier.Load("detector.safetensors", new WeightOptions { Ignore = ["aux_head.*"] });
/// </code></example>
public sealed record WeightOptions
{
    /// <summary>
    /// Names of tensors that are no part of the network. <c>*</c> stands for any characters, <c>?</c> for one:
    /// <c>aux_head.*</c>. With no
    /// names, the default, any tensor that the network has no place for is an error.
    /// </summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>
    /// What stands before the names of the network that is meant, where a file has several: <c>module.encoder_q.</c>
    /// What has another prefix is ignored. <see langword="null"/>, the default, for a file of one network, whose prefix
    /// is found.
    /// </summary>
    public string? Prefix { get; init; }
}
