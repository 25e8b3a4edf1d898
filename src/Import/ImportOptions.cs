namespace ResNetGen.Import;

/// <summary>
/// What the user knows and a checkpoint may not tell. What is left <see langword="null"/> is taken from the checkpoint,
/// from the files beside it, or is what most published networks have; <see cref="ImportedNetwork.Notes"/> says what was
/// so assumed.
/// </summary>
public sealed record ImportOptions
{
    /// <summary>Rows of an image, in pixels. Weights do not tell them.</summary>
    public int? InputHeight { get; init; }

    /// <summary>Columns of an image, in pixels. Weights do not tell them.</summary>
    public int? InputWidth { get; init; }

    /// <summary>Which convolution of a bottleneck has the stride. Weights do not tell it.</summary>
    public BottleneckStride? BottleneckStride { get; init; }

    /// <summary>
    /// What stands before the names of the network that is meant, where a checkpoint has several:
    /// <c>module.encoder_q.</c>
    /// </summary>
    public string? Prefix { get; init; }

    /// <summary>
    /// Names of tensors that are no part of the network and are left out. <c>*</c> stands for any characters, <c>?</c> for one:
    /// <c>aux_head.*</c>
    /// </summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];
}
