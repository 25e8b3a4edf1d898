using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// Recognises a network by its graph: what can be read off it becomes a declaration, and the graph must be what that
/// declares, convolution by convolution.
/// </summary>
internal static class GraphRecogniser
{
    private const int GroupWidthUnit = 64;

    /// <exception cref="WeightFileException">It is another network, or none that can be declared.</exception>
    public static ImportedNetwork Recognise(Checkpoint checkpoint, OnnxNetwork network, ImportOptions options)
    {
        NetworkFacts? facts = ConfigFiles.Beside(checkpoint);
        Graph graph = GraphBuilder.Build(network, options, facts?.Input);
        GraphResNet found = new GraphWalk(graph).Walk();
        NetworkDeclaration declaration = Declare(graph, found);
        CheckStride(checkpoint.Name, declaration, options);
        if (facts is not null)
        {
            FactsCheck.Hold(facts, declaration);
        }

        List<string> notes = [.. Notes(network, graph, found)];
        GraphComparison.Check(graph, found, NetworkShape.Of(declaration), notes);
        return new(checkpoint, declaration, GraphWeights.Of(graph.File, found, NetworkShape.Of(declaration)))
        {
            LeftOut =
            [
                .. checkpoint
                    .Tensors.Where(tensor => tensor.IsReadable && !graph.Used.Contains(tensor.Name))
                    .Select(tensor => tensor.Name),
            ],
            Assumed = graph.Images.Assumed,
            Labels = NetworkInput.Labels(declaration, facts, notes),
            Preprocessing = NetworkInput.Preprocessing(declaration, facts),
            Notes = notes,
        };
    }

    private static void CheckStride(string file, NetworkDeclaration declaration, ImportOptions options)
    {
        if (
            options.BottleneckStride is { } said
            && said != declaration.BottleneckStride
            && declaration.Stages.Count > 1
        )
        {
            throw new WeightFileException(
                file,
                $"by its graph it is {declaration}, and the stride of its blocks was said to be in {said}",
                "Leave --stride out."
            );
        }
    }

    private static NetworkDeclaration Declare(Graph graph, GraphResNet found)
    {
        GraphBlock first = found.Blocks[0];
        BlockType type = first.Path.Count switch
        {
            2 => BlockType.Basic,
            3 => BlockType.Bottleneck,
            _ => throw GraphRefusal.At(
                graph,
                first.Sum,
                "a block of two convolutions (basic) or three (bottleneck)",
                $"the sum of a block of {first.Path.Count} convolutions"
            ),
        };
        Stem stem = StemOf(graph, found);
        GraphBlock? strided = found.Blocks.FirstOrDefault(block => block.Stride > 1);
        long baseWidth = found.Stem.Node.Output.Channels;
        (long groups, long widthPerGroup) =
            type == BlockType.Basic ? (1, GroupWidthUnit) : GroupsOf(graph, first, baseWidth);
        NetworkDeclaration declaration = new()
        {
            BlockType = type,
            Stages = StagesOf(found),
            Classes = Limited(found.Classifier?.Output.Channels ?? 0),
            InputChannels = (int)graph.Images.Shape.Channels,
            InputHeight = (int)graph.Images.Shape.Height,
            InputWidth = (int)graph.Images.Shape.Width,
            BaseWidth = Limited(baseWidth),
            Stem = stem,
            Shortcut =
                found.Blocks.Any(block => block.Projection is null && block.Shortcut.Count > 0) ? Shortcut.ZeroPad
                : found.Blocks.Any(block => block.Projection is not null && block.Input.Output == block.Output)
                    ? Shortcut.ProjectionAlways
                : Shortcut.Projection,
            Groups = Limited(groups),
            WidthPerGroup = Limited(widthPerGroup),
            BottleneckStride =
                type == BlockType.Bottleneck && strided?.Path[0].Detail.Rows.Stride > 1
                    ? BottleneckStride.Conv1x1
                    : BottleneckStride.Conv3x3,
        };
        Declarable.Check(graph.File, declaration);
        return declaration;
    }

    private static Stem StemOf(Graph graph, GraphResNet found)
    {
        ConvolutionDetail detail = found.Stem.Detail;
        return (detail.Rows.Kernel, detail.Rows.Stride, found.Pool is not null) switch
        {
            (7, 2, true) => Stem.Conv7x7,
            (3, 1, false) => Stem.Conv3x3,
            _ => throw GraphRefusal.At(
                graph,
                found.Stem.Node,
                "a stem of a 7x7 convolution with stride 2 and a max pool, or of a 3x3 convolution with stride 1 and none",
                $"{found.Stem.Describe()} {(found.Pool is null ? "and no max pool" : "and a max pool")} behind it",
                "another stem"
            ),
        };
    }

    /// <summary>A stage begins where a block has a stride, or other channels than it reads.</summary>
    private static List<int> StagesOf(GraphResNet found)
    {
        List<int> stages = [0];
        foreach ((int index, GraphBlock block) in found.Blocks.Index())
        {
            if (index > 0 && (block.Stride > 1 || block.Output.Channels != block.Input.Output.Channels))
            {
                stages.Add(0);
            }

            stages[^1]++;
        }

        return stages;
    }

    // Channels of the middle are base width * width per group / 64 * groups.
    private static (long Groups, long WidthPerGroup) GroupsOf(Graph graph, GraphBlock block, long baseWidth)
    {
        GraphUnit middle = block.Path[1];
        long groups = middle.Detail.Groups;
        long inner = middle.Node.Output.Channels;
        return inner * GroupWidthUnit % (baseWidth * groups) == 0
            ? (groups, inner * GroupWidthUnit / (baseWidth * groups))
            : throw GraphRefusal.At(
                graph,
                middle.Node,
                $"a width that is the stem's {baseWidth} * WidthPerGroup / {GroupWidthUnit} * {groups} groups",
                middle.Describe(),
                "another width of its bottlenecks"
            );
    }

    // What is too large is so for the rules of a declaration too.
    private static int Limited(long value) => (int)Math.Min(value, int.MaxValue);

    private static IEnumerable<string> Notes(OnnxNetwork network, Graph graph, GraphResNet found)
    {
        if (graph.Images.Assumed is [string name, ..] assumed)
        {
            MapShape image = graph.Images.Shape;
            (string how, string size) =
                assumed.Count > 1 ? ("large", $"{image.Height}x{image.Width}")
                : name == nameof(NetworkDeclaration.InputHeight) ? ("high", $"{image.Height}")
                : ("wide", $"{image.Width}");
            yield return $"The graph does not say how {how} an image is: {size} is assumed, and --input sets another size, "
                + "rows by columns.";
        }

        if (graph.Images.HasChannelsLast)
        {
            yield return "The graph takes [image, row, column, channel]; the class takes planes, [image, channel, row, column].";
        }

        if (network.Graph.Outputs.Count > 1)
        {
            yield return $"Of the {network.Graph.Outputs.Count} outputs of the graph, {Quoted.Text(graph.Output.Name)} is "
                + "taken.";
        }

        if (graph.Output.Answer is { } answer)
        {
            yield return $"{answer} at the end is left off: the class gives logits.";
        }

        if (!found.HasMean)
        {
            yield return "The graph ends with the last feature map: the class gives it as FeatureMap, and its mean as Embed.";
        }
    }
}
