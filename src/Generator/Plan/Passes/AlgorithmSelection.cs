using System.Globalization;

namespace ResNetGen.Generator.Plan;

/// <summary>Decides how each convolution is computed, on each width of vectors.</summary>
/// <param name="mode">What the user allows.</param>
/// <param name="models">A cost model for each width.</param>
internal sealed class AlgorithmSelection(ConvolutionMode mode, CostModels models)
{
    // Another algorithm that costs so little more is named in the comment.
    private const double Close = 1.1;

    // Narrower vectors have an algorithm of their own if that of 512 bits costs so much more: less is within what
    // measurements differ by.
    private const double WorthItsOwn = 1.05;

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
        Candidate[] ranking = Ranking(convolution, images, VectorWidth.Vector512);
        ConvolutionAlgorithm widest = ranking[0].Algorithm;
        return new(
            new AlgorithmChoice(Narrower(VectorWidth.Vector128), Narrower(VectorWidth.Vector256), widest),
            CloseLine(ranking)
        );

        // A network that is the same on all widths has one packed file, which is used where it is mapped.
        ConvolutionAlgorithm Narrower(VectorWidth width)
        {
            Candidate[] narrower = Ranking(convolution, images, width);
            double cost = narrower.First(candidate => candidate.Algorithm == widest).Cost;
            return cost < WorthItsOwn * narrower[0].Cost ? widest : narrower[0].Algorithm;
        }
    }

    // All candidates, the one that costs least first.
    private Candidate[] Ranking(Convolution convolution, int images, VectorWidth width) =>
        [
            .. Candidates(convolution.Shape, images)
                .Select(algorithm => new Candidate(
                    algorithm,
                    models[width].Cost(algorithm.Work(convolution.Shape, images, convolution.Input.NonZero))
                ))
                .OrderBy(candidate => candidate.Cost),
        ];

    private static string? CloseLine(Candidate[] ranking)
    {
        if (ranking.Length == 1 || ranking[1].Cost >= Close * ranking[0].Cost)
        {
            return null;
        }

        string more = (100 * ((ranking[1].Cost / ranking[0].Cost) - 1)).ToString("0", CultureInfo.InvariantCulture);
        return $"Close: {ranking[1].Algorithm.Name} would cost {more} % more.";
    }

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

    private readonly record struct Candidate(ConvolutionAlgorithm Algorithm, double Cost);
}
