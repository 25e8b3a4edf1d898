using System.Globalization;

namespace ResNetGen.Generator.Plan;

/// <summary>Decides how each convolution is computed, on each width of vectors.</summary>
/// <param name="mode">What the user allows.</param>
/// <param name="models">A cost model for each width.</param>
internal sealed class AlgorithmSelection(ConvolutionMode mode, CostModels models)
{
    // Another algorithm that costs so little more is named in the comment.
    private const double Close = 1.1;

    // Narrower vectors have an algorithm of their own if that of 512 bits costs so much more.
    private const double Own = 1.05;

    /// <summary>The graph with algorithms.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="imagesOf">Images that each of its blocks takes at once.</param>
    public NetworkGraph Run(NetworkGraph graph, Func<int, int> imagesOf) =>
        graph with
        {
            Blocks = [.. graph.Blocks.Select((block, index) => Decide(FuseStem(block), imagesOf(index)))],
        };

    private BlockGraph Decide(BlockGraph block, int images) =>
        block with
        {
            Operations =
            [
                .. block.Operations.Select(operation =>
                    operation is Convolution convolution
                        ? convolution with
                        {
                            Images = images,
                            Decision = Decide(convolution, images),
                        }
                        : operation
                ),
            ],
        };

    private AlgorithmDecision Decide(Convolution convolution, int images)
    {
        (ConvolutionAlgorithm on512, string? close) = Cheapest(convolution, images, models[VectorWidth.Vector512]);
        ConvolutionAlgorithm on256 = Narrower(VectorWidth.Vector256);
        ConvolutionAlgorithm on128 = Narrower(VectorWidth.Vector128);
        return new(new AlgorithmChoice(on128, on256, on512), close);

        // A network that is the same on all widths has one packed file, which is used where it is mapped.
        ConvolutionAlgorithm Narrower(VectorWidth width)
        {
            CostModel model = models[width];
            ConvolutionAlgorithm cheapest = Cheapest(convolution, images, model).Algorithm;
            return Cost(convolution, images, model, on512) < Own * Cost(convolution, images, model, cheapest)
                ? on512
                : cheapest;
        }
    }

    /// <summary>The algorithm that costs least, and a line on the next one if that costs little more.</summary>
    private (ConvolutionAlgorithm Algorithm, string? Close) Cheapest(
        Convolution convolution,
        int images,
        CostModel model
    )
    {
        (ConvolutionAlgorithm Algorithm, double Cost)[] ranking =
        [
            .. Candidates(convolution.Shape, images)
                .Select(candidate => (candidate, Cost(convolution, images, model, candidate)))
                .OrderBy(pair => pair.Item2),
        ];
        (ConvolutionAlgorithm algorithm, double cost) = ranking[0];
        if (ranking.Length == 1 || ranking[1].Cost >= Close * cost)
        {
            return (algorithm, null);
        }

        string more = (100 * ((ranking[1].Cost / cost) - 1)).ToString("0", CultureInfo.InvariantCulture);
        return (algorithm, $"Close: {ranking[1].Algorithm.Name} would cost {more} % more.");
    }

    private static double Cost(Convolution convolution, int images, CostModel model, ConvolutionAlgorithm algorithm) =>
        model.Cost(algorithm.Work(convolution.Shape, images, convolution.Input.NonZero));

    /// <summary>
    /// Winograd's stem computes the pool too, so that it takes the place of three operations. It is chosen once, for
    /// all widths: they differ in how much it gains, not in whether it does.
    /// </summary>
    private BlockGraph FuseStem(BlockGraph block)
    {
        StemConvolution? convolution = block.Operations.OfType<StemConvolution>().FirstOrDefault();
        MaxPool? pool = block.Operations.OfType<MaxPool>().FirstOrDefault();
        if (convolution is null || pool is null)
        {
            return block;
        }

        ConvolutionShape shape = convolution.Shape;
        ConvolutionAlgorithm cheapest = Candidates(shape, images: 1)
            .OrderBy(candidate => models[VectorWidth.Vector512].Cost(candidate.Work(shape, images: 1, nonZero: 1)))
            .First();
        return cheapest switch
        {
            StemWinogradAlgorithm => block with
            {
                Operations = [new StemWinograd(convolution.Node, convolution.Output, pool.Output)],
            },
            PlanarAlgorithm => block,
            _ => throw new InvalidOperationException($"A stem by {cheapest.Name} has no operations."),
        };
    }

    private IEnumerable<ConvolutionAlgorithm> Candidates(ConvolutionShape shape, int images) =>
        ConvolutionAlgorithm.All.Where(algorithm =>
            algorithm.Fits(shape, images) && !(mode == ConvolutionMode.Direct && algorithm.Transforms)
        );
}
