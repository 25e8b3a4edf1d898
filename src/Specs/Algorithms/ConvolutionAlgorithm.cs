namespace ResNetGen;

/// <summary>
/// How a convolution is computed, and so how its weights are packed. Each algorithm is a type: the generator asks it
/// for its sizes and its call, the runtime for the packing of its weights.
/// </summary>
public abstract partial class ConvolutionAlgorithm
{
    private protected ConvolutionAlgorithm(string id, string name)
    {
        Id = id;
        Name = name;
    }

    /// <summary>Sums over the taps of an image in planes, in the order of the definition.</summary>
    public static ConvolutionAlgorithm Planar { get; } = new PlanarAlgorithm();

    /// <summary>Sums over the taps, in the order of the definition.</summary>
    public static ConvolutionAlgorithm Direct { get; } = new DirectAlgorithm();

    /// <summary>
    /// Sums over the taps and the inputs that are not zero, of which ReLU leaves about half: the more zeros an image
    /// gives, the less time it takes.
    /// </summary>
    public static ConvolutionAlgorithm ZeroSkipping { get; } = new ZeroSkippingAlgorithm();

    /// <summary>Sums over the taps of groups narrower than a vector, several of them side by side.</summary>
    public static ConvolutionAlgorithm Grouped { get; } = new GroupedAlgorithm();

    /// <summary>Winograd's F(4x4,3x3): 36 products for 16 outputs instead of 144 (Lavin and Gray 2015).</summary>
    public static ConvolutionAlgorithm Winograd4 { get; } = new WinogradAlgorithm(4, 1, nameof(Winograd4));

    /// <summary>
    /// <see cref="Winograd4"/> for maps of few squares, whose weights stay taps until they are multiplied: 9 floats for
    /// each pair of channels come from memory instead of 36.
    /// </summary>
    public static ConvolutionAlgorithm Winograd4FromTaps { get; } = new WinogradFromTapsAlgorithm();

    /// <summary>Winograd's F(2x2,3x3): 16 products for 4 outputs instead of 36 (Lavin and Gray 2015).</summary>
    public static ConvolutionAlgorithm Winograd2 { get; } = new WinogradAlgorithm(2, 1, nameof(Winograd2));

    /// <summary>
    /// Winograd's F(2x2,2x2) for the even pixels of a 3x3 convolution with stride 2, and sums over the taps for the
    /// others: 25 products for 4 outputs instead of 36.
    /// </summary>
    public static ConvolutionAlgorithm WinogradStride2 { get; } = new WinogradAlgorithm(2, 2, nameof(WinogradStride2));

    /// <summary>
    /// Winograd's F(4x4,2x2) for the even pixels of a 3x3 convolution with stride 2, and sums over the taps for the
    /// others: 81 products for 16 outputs instead of 144.
    /// </summary>
    public static ConvolutionAlgorithm Winograd4Stride2 { get; } =
        new WinogradAlgorithm(4, 2, nameof(Winograd4Stride2));

    /// <summary>
    /// Winograd's F(4x4,4x4) over the four phases of the image, of even and odd rows and columns: 196 products for 16
    /// outputs of a 7x7 stem with stride 2 instead of 784 (Lavin and Gray 2015).
    /// </summary>
    public static ConvolutionAlgorithm StemWinograd { get; } = new StemWinogradAlgorithm();

    /// <summary>All algorithms. Of two that cost the same, the first is taken.</summary>
    public static IReadOnlyList<ConvolutionAlgorithm> All { get; } =
        new[]
        {
            Planar,
            Direct,
            ZeroSkipping,
            Grouped,
            Winograd4,
            Winograd4FromTaps,
            Winograd2,
            WinogradStride2,
            Winograd4Stride2,
            StemWinograd,
        };

    /// <summary>The name of its property here, such as <c>Winograd4</c>; it does not change.</summary>
    public string Id { get; }

    /// <summary>Its name for people, such as <c>Winograd F(4x4)</c>.</summary>
    public string Name { get; }

    /// <summary>Whether it computes other products than those of the definition, and so rounds more.</summary>
    internal virtual bool Transforms => false;

    /// <summary>
    /// Whether its weights can be stored before their transform, as PyTorch has them, and packed from there.
    /// </summary>
    internal virtual bool HasKernelForm => Transforms;

    /// <summary>Whether it can compute a convolution, so many images at once.</summary>
    internal abstract bool Fits(in ConvolutionShape shape, int images);

    /// <summary>Floats of packed weights, behind the bias.</summary>
    internal abstract long WeightFloats(in ConvolutionShape shape);

    /// <summary>Floats that each worker needs for itself.</summary>
    internal virtual long WorkerScratch(in ConvolutionShape shape, in ConvolutionPlace place) => 0;

    /// <summary>What it does in one call.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="images">Images of the call.</param>
    /// <param name="nonZero">The part of the inputs that is not zero.</param>
    internal abstract AlgorithmWork Work(in ConvolutionShape shape, int images, double nonZero);

    /// <summary>The worker's method that runs it.</summary>
    internal abstract string Method { get; }

    /// <summary>Arguments of the method that depend on the shape, and the value that each has when it is not written.
    /// </summary>
    internal abstract IEnumerable<(string Name, int Value, int Default)> Arguments(ConvolutionShape shape);

    /// <inheritdoc/>
    public override string ToString() => Id;
}
