namespace ResNetGen.Import;

/// <summary>
/// What a graph has that the declared networks have not, in the words of the field: parts of other networks, and parts
/// of ResNets that cannot be declared yet.
/// </summary>
internal static class GraphTraits
{
    // Behind each pool so many nodes are looked at: there are as many pools as one likes.
    private const int MostSteps = 100;

    private static readonly Dictionary<string, string> Activations = new()
    {
        ["LeakyRelu"] = "LeakyReLU",
        ["PRelu"] = "PReLU",
        ["Elu"] = "ELU",
        ["Celu"] = "CELU",
        ["Selu"] = "SELU",
        ["Erf"] = "GELU",
        ["Gelu"] = "GELU",
        ["HardSwish"] = "Hardswish",
        ["Mish"] = "Mish",
        ["Softplus"] = "Mish",
        ["Swish"] = "SiLU",
        ["Tanh"] = "tanh",
        ["Clip"] = "a bounded ReLU (ReLU6)",
    };

    private static readonly string[] Norms =
    [
        "InstanceNormalization",
        "GroupNormalization",
        "LayerNormalization",
        "LpNormalization",
    ];

    /// <summary>Parts of no ResNet, and parts of ResNets that cannot be declared.</summary>
    public static (List<string> Foreign, List<string> Variants) Of(Graph graph)
    {
        List<string> foreign = [.. graph.Nodes.Select(Foreign).OfType<string>().Distinct()];
        if (!graph.Nodes.Any(node => node.Detail is ConvolutionDetail))
        {
            foreign.Insert(0, "no convolution with constant weights");
        }
        else if (!graph.Nodes.Any(node => IsSum(node) && !node.IsVector))
        {
            foreign.Insert(0, "no residual block");
        }

        List<string> variants = [.. graph.Nodes.Select(Variant).OfType<string>().Distinct()];
        if (StemConvolutions(graph.Input) > 1)
        {
            variants.Insert(0, "a stem of several convolutions (deep stem)");
        }

        return (foreign, variants);
    }

    private static string? Foreign(GraphNode node) =>
        node switch
        {
            { Detail: null, Operator: "MatMul" or "Einsum" or "Attention", Joins: true } => "attention",
            { Detail: null, Operator: "Softmax" } => "attention",
            { Detail: null, Operator: "Concat", Joins: true } => "branches that are concatenated",
            { Operator: "Resize" or "Upsample" or "ConvTranspose" } => "maps that grow again",
            { Operator: "LSTM" or "GRU" or "RNN" } => "recurrent layers",
            { Detail: ConvolutionDetail detail } when IsDepthwise(detail) && !IsBlur(node) => "depthwise convolutions",
            _ => null,
        };

    private static string? Variant(GraphNode node) =>
        node switch
        {
            { Detail: ConvolutionDetail detail } when IsDepthwise(detail) => "anti-aliasing (blur pools)",
            { Detail: ConvolutionDetail { Rows.Dilation: > 1 } or ConvolutionDetail { Columns.Dilation: > 1 } } =>
                "dilated convolutions",
            { Detail: SumDetail, Consumers: not [{ Detail: ReluDetail }] } when IsPreActivated(node) =>
                "pre-activation (ResNet v2)",
            { Detail: not null } => null,
            { Operator: "Mul", IsVector: false, Joins: true, Inputs: [var a, var b] } when a.IsVector != b.IsVector =>
                "squeeze-and-excitation, or another channel attention",
            { Operator: "Sigmoid" or "HardSigmoid", IsVector: false } => "SiLU or another gated activation",
            { Operator: "AveragePool" } => LeadsToShortcut(node)
                ? "an average pool in the shortcut"
                : "average pools between convolutions (anti-aliasing)",
            { Operator: "MaxPool" or "GlobalMaxPool" or "ReduceMax" or "ReduceL2" or "GlobalLpPool" } => "another pool",
            _ when Norms.Contains(node.Operator) => "norms of groups or layers in place of batch norm",
            _ when !node.IsVector && Activations.TryGetValue(node.Operator, out string? name) => name,
            _ => null,
        };

    private static bool IsSum(GraphNode node) => node.Operator is "Add" or "Sum" && node.Joins;

    // A sum is read by the next block's first batch norm and by its sum, or by the batch norm before the pool.
    private static bool IsPreActivated(GraphNode sum) =>
        sum.Consumers.Any(next => next.Detail is AffineDetail { Kind: AffineKind.BatchNorm });

    private static bool IsDepthwise(ConvolutionDetail detail) =>
        detail.Groups > 1 && detail.Groups == detail.Weight.Shape[0] && detail.Weight.Shape[1] == 1;

    // timm pads by reflection, antialiased-cnns too.
    private static bool IsBlur(GraphNode node) => node.Inputs[0] is { Operator: "Pad" };

    private static bool LeadsToShortcut(GraphNode node)
    {
        bool hasConvolution = false;
        for (int step = 0; step < MostSteps && node.Consumers is [GraphNode next]; step++)
        {
            if (next.Detail is SumDetail)
            {
                return true;
            }

            // One 1x1 convolution and its batch norm follow.
            bool isProjection = next.Detail is ConvolutionDetail { Rows.Kernel: 1, Columns.Kernel: 1 };
            if (next.Detail is ReluDetail || (hasConvolution && isProjection))
            {
                return false;
            }

            hasConvolution |= isProjection;
            node = next;
        }

        return IsSum(node);
    }

    private static int StemConvolutions(GraphNode node)
    {
        int count = 0;
        while (node.Consumers is [GraphNode next])
        {
            count += next.Detail is ConvolutionDetail ? 1 : 0;
            node = next;
        }

        return count;
    }
}
