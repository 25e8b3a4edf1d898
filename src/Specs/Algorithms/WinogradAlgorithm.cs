namespace ResNetGen;

/// <summary>Winograd's minimal filtering of 3x3 kernels with transformed weights.</summary>
/// <param name="m">Rows and columns of a square of outputs.</param>
/// <param name="stride">1 or 2.</param>
/// <param name="id">Its property.</param>
internal sealed partial class WinogradAlgorithm(int m, int stride, string id)
    : ConvolutionAlgorithm(id, $"Winograd F({m}x{m}){(stride == 1 ? "" : $"/{stride}")}")
{
    // With stride 2, squares of 4 x 4 have 36 weights that meet 81 points. Where they meet fewer squares than this,
    // they wait for memory (measured: at 14 x 14 slower than squares of 2 x 2).
    private const int FewestLargeSquares = 32;

    /// <summary>Rows and columns of a square of outputs.</summary>
    internal int Outputs => m;

    internal override string Method => "ConvolveWinograd";

    internal override bool Transforms => true;

    internal override bool Fits(in ConvolutionShape shape, int images) =>
        shape is { FromPlanes: false, Kernel: 3, Groups: 1 }
        && shape.Stride == stride
        && (m == 2 || stride == 1 || Squares(shape, images) >= FewestLargeSquares);

    internal override long WeightFloats(in ConvolutionShape shape) =>
        WinogradLayout.Weights(m, stride, shape.InChannels, shape.OutChannels);

    internal override long WorkerScratch(in ConvolutionShape shape, in ConvolutionPlace place) =>
        WinogradLayout.WorkerScratch(m, stride, shape.InChannels, shape.OutChannels, Squares(shape, place.Images));

    internal override AlgorithmWork Work(in ConvolutionShape shape, int images, double nonZero)
    {
        double values = (double)WinogradLayout.ProductsOfImage(m, stride, shape.Height, shape.Width) * images;
        double pairs = (double)shape.PaddedIn * shape.PaddedOut;
        return new(
            values * pairs,
            WinogradLayout.WeightPoints(m) * pairs,
            TransformedValues: values * (shape.PaddedIn + shape.PaddedOut)
        );
    }

    internal override IEnumerable<(string Name, int Value, int Default)> Arguments(ConvolutionShape shape) =>
        [("m", m, 0), ("stride", stride, 1)];

    private long Squares(in ConvolutionShape shape, int images) =>
        (long)WinogradLayout.Tiles(m, shape.Height, shape.Width) * images;
}
