using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Walks a graph from its images to its output, block by block. Numbers are not judged yet.</summary>
internal sealed class GraphWalk(Graph graph)
{
    private const string Convolution = "a convolution with constant weights";

    /// <exception cref="WeightFileException">It is not connected as a ResNet is.</exception>
    public GraphResNet Walk()
    {
        GraphNode node = Only(graph.Input, "the stem's convolution");
        if (node.Detail is AffineDetail || (node.Inputs.Count == 1 && node.Detail is null))
        {
            // What pads is zero behind it, and would be something else before it.
            throw GraphRefusal.At(
                graph,
                node,
                "the stem's convolution",
                $"{node.Operator}, which prepares the images",
                advice: "It cannot become part of a convolution that pads: export the network without it, and prepare the "
                    + "images with a Preprocessing."
            );
        }

        (GraphUnit stem, node) = Unit(node);
        node = Relu(node);
        GraphNode? pool = node.Consumers is [{ Detail: MaxPoolDetail } found] ? found : null;
        node = pool ?? node;

        List<GraphBlock> blocks = [];
        while (node.Consumers.Count > 1)
        {
            (GraphBlock block, node) = Block(node);
            blocks.Add(block);
        }

        if (blocks.Count == 0)
        {
            GraphNode next = Only(node, "a residual block");
            throw Refused(next, "a residual block, whose input two nodes read,");
        }

        if (node.Consumers.Count == 0)
        {
            return new(stem, pool, blocks, HasMean: false, Classifier: null);
        }

        GraphNode mean = node.Consumers[0];
        if (mean.Detail is not GlobalPoolDetail)
        {
            throw Refused(mean, "another block, whose input two nodes read, or the mean of the whole map");
        }

        if (mean.Consumers.Count == 0)
        {
            return new(stem, pool, blocks, HasMean: true, Classifier: null);
        }

        GraphNode classifier = Only(mean, "the classifier");
        return classifier.Detail is not LinearDetail ? throw Refused(classifier, "a linear layer, the classifier,")
            : classifier.Consumers is [GraphNode after, ..] ? throw Refused(after, "nothing behind the classifier")
            : new(stem, pool, blocks, HasMean: true, classifier);
    }

    private (GraphBlock Block, GraphNode Output) Block(GraphNode input)
    {
        if (input.Consumers is not [GraphNode first, GraphNode second])
        {
            throw Refused(
                input.Consumers[2],
                "nothing else than a block and its shortcut",
                $"{input.Consumers[2].Operator}, a third reader of {Quoted.Text(input.Name)}"
            );
        }

        (List<GraphNode> one, GraphNode sum) = Branch(first);
        (List<GraphNode> other, GraphNode otherSum) = Branch(second);
        if (sum != otherSum)
        {
            throw Refused(otherSum, $"the other operand of {Quoted.Text(sum.Name)}", "another sum");
        }

        bool isFirst = Convolutions(one) >= Convolutions(other);
        (List<GraphNode> path, List<GraphNode> shortcut) = isFirst ? (one, other) : (other, one);
        if (path.Count == 0)
        {
            throw Refused(sum, Convolution, "the sum of a map with itself");
        }

        List<GraphUnit> units = [];
        GraphNode at = path[0];
        while (true)
        {
            (GraphUnit unit, GraphNode last) = Unit(at);
            units.Add(unit);
            if (last.Consumers[0] == sum)
            {
                break;
            }

            GraphNode relu = Relu(last);
            at = relu.Consumers[0];
        }

        GraphUnit? projection = null;
        if (shortcut is [{ Detail: ConvolutionDetail }, ..])
        {
            (projection, GraphNode last) = Unit(shortcut[0]);
            if (last.Consumers[0] != sum)
            {
                throw Refused(last.Consumers[0], "the sum of block and shortcut");
            }
        }
        else if (shortcut.Find(node => node.Detail is not (SubsampleDetail or ZeroChannelsDetail)) is { } wrong)
        {
            throw Refused(
                wrong,
                "a shortcut: a 1x1 convolution, or nothing, or every second pixel and channels of zeros,"
            );
        }

        return (new(units, projection, shortcut, sum), Relu(sum));
    }

    private static int Convolutions(List<GraphNode> nodes) => nodes.Count(node => node.Detail is ConvolutionDetail);

    /// <summary>Nodes from one on, up to a sum.</summary>
    private (List<GraphNode> Nodes, GraphNode Sum) Branch(GraphNode node)
    {
        List<GraphNode> nodes = [];
        while (node.Detail is not SumDetail)
        {
            if (node.Detail is null or GlobalPoolDetail or LinearDetail)
            {
                throw Refused(node, "a layer of a residual block");
            }

            nodes.Add(node);
            node = Only(node, "the next layer of a residual block");
        }

        return (nodes, node);
    }

    /// <summary>A convolution and what is computed for each channel behind it; the last node of them.</summary>
    private (GraphUnit Unit, GraphNode Last) Unit(GraphNode node)
    {
        if (node.Detail is not ConvolutionDetail detail)
        {
            throw Refused(node, Convolution);
        }

        GraphNode last = node;
        List<AffineDetail> affines = [];
        while (last.Consumers is [{ Detail: AffineDetail affine } next])
        {
            affines.Add(affine);
            last = next;
        }

        if (last.Consumers.Count == 0)
        {
            throw Refused(last, "a node with ReLU behind it", "the output");
        }

        return (new(node, detail, affines), last);
    }

    private GraphNode Relu(GraphNode node)
    {
        GraphNode relu = Only(node, "ReLU");
        return relu.Detail is ReluDetail ? relu : throw Refused(relu, "ReLU");
    }

    private GraphNode Only(GraphNode node, string expected) =>
        node.Consumers.Count == 1 ? node.Consumers[0]
        : node.Consumers.Count == 0 ? throw Refused(node, $"a node with {expected} behind it", "the output")
        : throw Refused(
            node.Consumers.Find(next => next.Detail is null) ?? node.Consumers[1],
            $"{expected}, the only reader of {Quoted.Text(node.Name)},"
        );

    private WeightFileException Refused(GraphNode node, string expected, string? found = null) =>
        GraphRefusal.At(graph, node, expected, found);
}
