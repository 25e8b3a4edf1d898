using ResNetGen.Imaging;

namespace ResNetGen.Import;

/// <summary>
/// What files beside the weights say of a network. What they do not say is <see langword="null"/>; it must not
/// contradict the weights.
/// </summary>
internal sealed record NetworkFacts
{
    /// <summary>What says so, for messages: <c>config.json (resnet50.a1_in1k)</c>.</summary>
    public required string Source { get; init; }

    /// <summary>What no attribute declares, in words, without a verb.</summary>
    public IReadOnlyList<string> Undeclared { get; init; } = [];

    public BlockType? BlockType { get; init; }

    public IReadOnlyList<int>? Stages { get; init; }

    public int? BaseWidth { get; init; }

    public int? Groups { get; init; }

    public int? WidthPerGroup { get; init; }

    /// <summary>Channels behind each stage.</summary>
    public IReadOnlyList<int>? StageChannels { get; init; }

    public int? InputChannels { get; init; }

    /// <summary>Classes of the classifier; 0 if there is none.</summary>
    public int? Classes { get; init; }

    /// <summary>Which convolution of a bottleneck has the stride.</summary>
    public BottleneckStride? BottleneckStride { get; init; }

    /// <summary>Rows and columns of an image.</summary>
    public (int Height, int Width)? Input { get; init; }

    /// <summary>For <see cref="Input"/>, or any other size.</summary>
    public Preprocessing? Preprocessing { get; init; }

    /// <summary>Another size that the network was tested with.</summary>
    public (int Height, int Width)? TestInput { get; init; }

    /// <summary>For <see cref="TestInput"/>.</summary>
    public Preprocessing? TestPreprocessing { get; init; }

    /// <summary>What its classes are called; empty if nothing says so.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What cannot be done as the files say, or may be done otherwise.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
