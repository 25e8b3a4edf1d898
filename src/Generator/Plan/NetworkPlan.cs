using System.Collections.Immutable;

namespace ResNetGen.Generator.Plan;

/// <summary>
/// A network with every decision taken: layers, shapes, algorithms, where each activation and each weight is. Nothing
/// in it changes.
/// </summary>
internal sealed class NetworkPlan
{
    private readonly IReadOnlyDictionary<Buffer, BufferPlace> _places;
    private readonly ILookup<string, LayerInfo> _layers;
    private readonly HashSet<string> _imagewise;
    private readonly Dictionary<VectorWidth, Dictionary<string, long>> _weights;

    public NetworkPlan(
        Spec spec,
        NetworkShape shape,
        NetworkGraph graph,
        int imagewiseBlocks,
        IReadOnlyDictionary<Buffer, BufferPlace> places,
        long workspaceFloats
    )
    {
        _places = places;
        Spec = spec;
        Shape = shape;
        Graph = graph;
        ImagewiseBlocks = imagewiseBlocks;
        _imagewise = [.. Blocks.Take(imagewiseBlocks).Select(block => block.Name)];
        Info = ModelFacts.Of(this, workspaceFloats);
        _layers = Info.Layers.ToLookup(layer => layer.Block);
        _weights = AlgorithmChoice.Widths.ToDictionary(
            width => width,
            width => PackedSlot.Of(Info.Layers, width).ToDictionary(slot => slot.Layer.Name, slot => slot.Start)
        );
    }

    public Spec Spec { get; }

    public NetworkShape Shape { get; }

    public NetworkGraph Graph { get; }

    /// <summary>The facts of the network, as its class has them.</summary>
    public ModelInfo Info { get; }

    /// <summary>Stem, residual blocks and head, in the order in which they run.</summary>
    public ImmutableArray<BlockGraph> Blocks => Graph.Blocks;

    /// <summary>Blocks, from the first, that take the images of a batch one by one.</summary>
    public int ImagewiseBlocks { get; }

    /// <summary>Whether a block takes the images of a batch one by one.</summary>
    public bool IsImagewise(BlockGraph block) => _imagewise.Contains(block.Name);

    public IEnumerable<BlockGraph> Stage(int stage) => Blocks.Where(block => block.Stage == stage);

    /// <summary>The layers of a block.</summary>
    public IEnumerable<LayerInfo> LayersOf(BlockGraph block) => _layers[block.Name];

    /// <summary>Where a buffer is in the workspace.</summary>
    public BufferPlace Place(Buffer buffer) => _places[buffer];

    /// <summary>The first float of a layer's packed weights.</summary>
    public long WeightsOffset(string layer, VectorWidth width) => _weights[width][layer];

    /// <summary>The index of the feature map that a buffer is, or -1.</summary>
    public int LevelOf(Buffer buffer)
    {
        for (int level = 0; level < Graph.FeatureMaps.Length; level++)
        {
            if (Graph.FeatureMaps[level].Activation == buffer)
            {
                return level;
            }
        }

        return -1;
    }
}
