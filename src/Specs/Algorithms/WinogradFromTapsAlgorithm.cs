namespace ResNetGen;

/// <summary>
/// F(4x4,3x3) whose weights stay taps until they are multiplied: once for each tile of squares.
/// </summary>
internal sealed partial class WinogradFromTapsAlgorithm()
    : ConvolutionAlgorithm(nameof(Winograd4FromTaps), "Winograd F(4x4) taps")
{
    internal override string Method => "ConvolveWinogradFromTaps";

    internal override bool Transforms => true;

    internal override bool HasKernelForm => false;

    internal override bool Fits(in ConvolutionShape shape, int images) =>
        shape is { FromPlanes: false, Kernel: 3, Stride: 1, Groups: 1 };

    internal override long WeightFloats(in ConvolutionShape shape) => Direct.WeightFloats(shape);

    internal override long WorkerScratch(in ConvolutionShape shape, in ConvolutionPlace place) =>
        WinogradTapsLayout.WorkerScratch(shape.InChannels, Squares(shape, place.Images));

    internal override AlgorithmWork Work(in ConvolutionShape shape, int images, double nonZero)
    {
        double pairs = (double)shape.PaddedIn * shape.PaddedOut;
        long squares = Squares(shape, images);
        long tiles = (squares + WinogradTapsLayout.TileSquares - 1) / WinogradTapsLayout.TileSquares;
        long values = squares * WinogradTapsLayout.Points;
        return new(
            values * pairs,
            9 * pairs,
            TransformedValues: (double)values * (shape.PaddedIn + shape.PaddedOut),
            TransformedTaps: tiles * pairs
        );
    }

    internal override IEnumerable<(string Name, int Value, int Default)> Arguments(ConvolutionShape shape) => [];

    private static long Squares(in ConvolutionShape shape, int images) =>
        (long)WinogradLayout.Tiles(WinogradTapsLayout.Outputs, shape.Height, shape.Width) * images;
}
