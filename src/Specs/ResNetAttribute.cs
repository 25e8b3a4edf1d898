namespace ResNetGen;

/// <summary>
/// Declares a ResNet. On a partial class, the generator writes the whole network into it: <c>Load</c>, <c>Forward</c>,
/// <c>Embed</c>, <c>Fork</c> and the facts of the network as constants.
/// </summary>
/// <example><code>
/// [ResNet(50)]
/// public sealed partial class ImageNetClassifier;
///
/// [ResNet(BlockType.Basic, 3, 3, 3, Stem = Stem.Conv3x3, BaseWidth = 16, Shortcut = Shortcut.ZeroPad,
///         InputChannels = 1, InputHeight = 28, InputWidth = 28, Classes = 10)]
/// public sealed partial class FashionClassifier;
/// </code></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ResNetAttribute : Attribute
{
    /// <summary>Declares a network of the paper by its depth (He et al. 2015, table 1).</summary>
    /// <param name="depth">18 or 34 (basic blocks), 50, 101 or 152 (bottleneck blocks).</param>
    public ResNetAttribute(int depth) => Depth = depth;

    /// <summary>Declares a network by its blocks.</summary>
    /// <param name="blockType">The kind of every residual block.</param>
    /// <param name="stages">Blocks in each stage, from the first: <c>3, 4, 6, 3</c> is ResNet-34 or ResNet-50. Each
    /// stage after the first halves the map and doubles the width.</param>
    public ResNetAttribute(BlockType blockType, params int[] stages)
    {
        BlockType = blockType;
        Stages = stages;
    }

    /// <summary>The depth preset, or 0 when the network is declared by its blocks.</summary>
    public int Depth { get; }

    /// <summary>The kind of every residual block; with a depth preset, the preset decides.</summary>
    public BlockType BlockType { get; }

    /// <summary>Blocks in each stage, or <see langword="null"/> with a depth preset.</summary>
    public int[]? Stages { get; }

    /// <summary>
    /// Classes the classifier tells apart: the length of the logits. 0 declares no classifier: the network ends with
    /// its features, and the class has <c>Embed</c> but no <c>Forward</c>. Default 1000.
    /// </summary>
    public int Classes { get; set; } = 1000;

    /// <summary>Planes of the input image: 3 for red, green, blue; 1 for grey. Default 3.</summary>
    public int InputChannels { get; set; } = 3;

    /// <summary>Rows of the input image, in pixels. Default 224.</summary>
    public int InputHeight { get; set; } = 224;

    /// <summary>Columns of the input image, in pixels. Default 224.</summary>
    public int InputWidth { get; set; } = 224;

    /// <summary>
    /// The most images one call takes; the workspace is laid out for as many. Default 1.
    /// </summary>
    public int Batch { get; set; } = 1;

    /// <summary>
    /// Channels of the stem and width of the first stage; each further stage is twice as wide. Default 64.
    /// </summary>
    public int BaseWidth { get; set; } = 64;

    /// <summary>What stands before the first stage. Default <see cref="Stem.Conv7x7"/>.</summary>
    public Stem Stem { get; set; } = Stem.Conv7x7;

    /// <summary>How a block's input reaches its sum. Default <see cref="Shortcut.Projection"/>.</summary>
    public Shortcut Shortcut { get; set; } = Shortcut.Projection;

    /// <summary>
    /// Groups of the 3x3 convolution in a bottleneck block (ResNeXt's cardinality; torchvision's <c>groups</c>).
    /// Default 1.
    /// </summary>
    public int Groups { get; set; } = 1;

    /// <summary>
    /// Channels in each group of a bottleneck's 3x3 convolution, for a stage 64 wide (torchvision's
    /// <c>width_per_group</c>): the convolution has <c>stage width * WidthPerGroup / 64 * Groups</c> channels. Default
    /// 64.
    /// </summary>
    public int WidthPerGroup { get; set; } = 64;

    /// <summary>
    /// Which convolution of a bottleneck halves the map. Default <see cref="BottleneckStride.Conv3x3"/>.
    /// </summary>
    public BottleneckStride BottleneckStride { get; set; } = BottleneckStride.Conv3x3;

    /// <summary>How exactly convolutions are computed. Default <see cref="ConvolutionMode.Auto"/>.</summary>
    public ConvolutionMode Convolution { get; set; } = ConvolutionMode.Auto;

    /// <summary>
    /// What the names of the C functions begin with when the project is published as a native library
    /// (<c>PublishAot</c> with <c>NativeLib</c>): <c>NativeExport = "resnet50"</c> makes <c>resnet50_create</c>,
    /// <c>resnet50_forward</c> and the others, declared in <c>resnet50.h</c>. A C identifier that no other class of the
    /// project has, also not in another case. Default <see langword="null"/>: no C functions.
    /// </summary>
    public string? NativeExport { get; set; }
}
