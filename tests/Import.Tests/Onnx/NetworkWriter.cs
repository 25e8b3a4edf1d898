using ResNetGen.Bench.Onnx;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>
/// Writes a declared network as exporters do. A test replaces a part by what other exporters write, or by what no ResNet
/// has. Values are made up, the same ones in each run.
/// </summary>
internal sealed class NetworkWriter(NetworkDeclaration declaration, long operators = 17)
{
    public const string Images = "images";

    private readonly Random _random = new(29);

    public ModelWriter Model { get; init; } = new(operators);

    public NetworkDeclaration Declaration { get; } = declaration;

    /// <summary>The input: gives what the stem reads.</summary>
    public Func<string>? Begin { get; init; }

    public Func<string, string>? Stem { get; init; }

    /// <summary>A convolution and what belongs to it, up to ReLU.</summary>
    public Func<string, ConvolutionNode, string>? Unit { get; init; }

    public Func<string, ConvolutionNode, string>? Convolution { get; init; }

    public Func<string, ConvolutionNode, string>? Norm { get; init; }

    public Func<string, string, string>? Relu { get; init; }

    public Func<string, string>? Pool { get; init; }

    public Func<string, BlockShape, string>? Block { get; init; }

    public Func<string, BlockShape, string>? Shortcut { get; init; }

    /// <summary>From the last map to the output.</summary>
    public Func<string, string>? Head { get; init; }

    public byte[] Write()
    {
        NetworkShape shape = NetworkShape.Of(Declaration);
        string x =
            Begin?.Invoke()
            ?? Model.Input(Images, 1, Declaration.InputChannels, Declaration.InputHeight, Declaration.InputWidth);
        x = Stem?.Invoke(x) ?? WriteStem(x);
        foreach (BlockShape block in shape.Blocks)
        {
            x = Block?.Invoke(x, block) ?? WriteBlock(x, block);
        }

        x = Head?.Invoke(x) ?? WriteHead(x);
        Model.Output(x);
        return Model.ToArray();
    }

    public string WriteStem(string x)
    {
        StemShape stem = NetworkShape.Of(Declaration).Stem;
        x = WriteRelu(WriteUnit(x, stem.Convolution), "relu");
        return !stem.HasPool ? x : Pool?.Invoke(x) ?? WritePool(x, 1, 1, 1, 1);
    }

    public string WritePool(string x, params long[] pads) =>
        Model.Node(
            "MaxPool",
            "maxpool",
            [x],
            Attributes.Square("kernel_shape", 3),
            Attributes.Square("strides", 2),
            Attributes.Ints("pads", pads)
        );

    public string WriteBlock(string x, BlockShape block)
    {
        string path = x;
        foreach ((int index, ConvolutionNode node) in block.Convolutions.Index())
        {
            path = WriteUnit(path, node);
            path = index < block.Convolutions.Count - 1 ? WriteRelu(path, node.Name + ".relu") : path;
        }

        string shortcut = Shortcut?.Invoke(x, block) ?? WriteShortcut(x, block);
        return WriteRelu(Model.Node("Add", block.Name + ".add", [path, shortcut]), block.Name + ".relu");
    }

    public string WriteShortcut(string x, BlockShape block)
    {
        if (block.Projection is { } projection)
        {
            return WriteUnit(x, projection);
        }

        if (block.Shortcut == ShortcutKind.Identity)
        {
            return x;
        }

        long added = block.Output.Channels - block.Input.Channels;
        return WriteZeros(WriteSlice(x, block, block.Stride), block, added / 2, added - (added / 2));
    }

    public string WriteSlice(string x, BlockShape block, long stride) =>
        Model.Node(
            "Slice",
            block.Name + ".slice",
            [
                x,
                Model.Integers(block.Name + ".starts", 0, 0),
                Model.Integers(block.Name + ".ends", long.MaxValue, long.MaxValue),
                Model.Integers(block.Name + ".axes", 2, 3),
                Model.Integers(block.Name + ".steps", stride, stride),
            ]
        );

    public string WriteZeros(string x, BlockShape block, long before, long after) =>
        Model.Node(
            "Pad",
            block.Name + ".pad",
            [x, Model.Integers(block.Name + ".pads", 0, before, 0, 0, 0, after, 0, 0)]
        );

    public string WriteUnit(string x, ConvolutionNode node)
    {
        if (Unit is not null)
        {
            return Unit(x, node);
        }

        x = Convolution?.Invoke(x, node) ?? WriteConvolution(x, node);
        return Norm?.Invoke(x, node) ?? WriteNorm(x, node);
    }

    public string WriteConvolution(
        string x,
        ConvolutionNode node,
        bool hasBias = false,
        params ProtobufMessage[] padding
    )
    {
        string[] bias = hasBias ? [Vector(node.Name + ".bias", node.OutChannels, -0.3, 0.3)] : [];
        long inputs = node.Input.Channels / node.Groups;
        double bound = Math.Sqrt(6.0 / (inputs * node.Kernel * node.Kernel));
        string weight = Model.Floats(
            node.Name + ".weight",
            Random(node.OutChannels * inputs * node.Kernel * node.Kernel, -bound, bound),
            node.OutChannels,
            inputs,
            node.Kernel,
            node.Kernel
        );
        return Model.Node(
            "Conv",
            node.Name,
            [x, weight, .. bias],
            [
                Attributes.Square("kernel_shape", node.Kernel),
                Attributes.Square("strides", node.Stride),
                Attributes.Int("group", node.Groups),
                .. padding.Length > 0 ? padding : [Attributes.Padding(node.Kernel / 2)],
            ]
        );
    }

    public string WriteNorm(
        string x,
        ConvolutionNode node,
        float epsilon = 1e-5f,
        params ProtobufMessage[] attributes
    ) =>
        Model.Node(
            "BatchNormalization",
            node.BatchNorm,
            [
                x,
                Vector(node.BatchNorm + ".weight", node.OutChannels, 0.5, 1),
                Vector(node.BatchNorm + ".bias", node.OutChannels, -0.2, 0.2),
                Vector(node.BatchNorm + ".running_mean", node.OutChannels, -0.2, 0.2),
                Vector(node.BatchNorm + ".running_var", node.OutChannels, 0.5, 1.5),
            ],
            [Attributes.Float("epsilon", epsilon), .. attributes]
        );

    public string WriteRelu(string x, string name) => Relu?.Invoke(x, name) ?? Model.Node("Relu", name, [x]);

    public string WriteHead(string x) =>
        WriteLinear(
            Model.Node(
                "Flatten",
                "flatten",
                [Model.Node("GlobalAveragePool", "avgpool", [x])],
                Attributes.Int("axis", 1)
            )
        );

    public string WriteLinear(string x) =>
        Model.Node(
            "Gemm",
            "fc",
            [x, Matrix("fc.weight", Declaration.Classes, Features), Vector("fc.bias", Declaration.Classes, -1, 1)],
            Attributes.Int("transB", 1)
        );

    public long Features => NetworkShape.Of(Declaration).Features;

    public string Vector(string name, long count, double least, double most, params long[] shape) =>
        Model.Floats(name, Random(count, least, most), shape.Length > 0 ? shape : [count]);

    public string Matrix(string name, long rows, long columns) =>
        Model.Floats(name, Random(rows * columns, -1, 1), rows, columns);

    public float[] Random(long count, double least, double most)
    {
        float[] values = new float[count];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = (float)(least + (_random.NextDouble() * (most - least)));
        }

        return values;
    }
}
