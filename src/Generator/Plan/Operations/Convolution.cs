using System.Globalization;
using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Plan;

/// <summary>
/// A convolution between blocked activations, of so many images at once; batch norm folded, residual and ReLU fused.
/// </summary>
internal sealed record Convolution(
    ConvolutionNode Node,
    Activation Input,
    Activation Output,
    Activation? Residual = null,
    bool Relu = true
) : Operation(Node.Name)
{
    /// <summary>How it is computed, and why where it was close: the pass over algorithms decides.</summary>
    public AlgorithmDecision Decision { get; init; } = AlgorithmDecision.None;

    /// <summary>Images of one call.</summary>
    public int Images { get; init; } = 1;

    public override IEnumerable<Buffer> Reads => Residual is null ? [Input] : [Input, Residual];
    public override Buffer Writes => Output;
    public override int InputHalo => Node.Kernel / 2;

    /// <summary>What algorithms must know of it.</summary>
    public ConvolutionShape Shape =>
        new(
            Input.Channels,
            Output.Channels,
            Output.Height,
            Output.Width,
            Node.Kernel,
            Node.Stride,
            Node.Groups,
            Residual is not null
        );

    public override IEnumerable<string> Comment =>
        [
            $"{Name} + {InBlock(Node.BatchNorm)}{(Residual is null ? "" : " + shortcut")}{(Relu ? " + relu" : "")}: "
                + $"{Window(Node.Kernel, Node.Stride)}, {Input.Channels} -> {Output.Channels}"
                + $"{(Node.Groups > 1 ? $" in {Node.Groups} groups" : "")}, "
                + $"{(Node.Stride > 1 ? $"{Input.Size} -> " : "")}{Output.Size}, {Decision.Choice}, "
                + $"{Text.MultiplyAdds(Shape.MultiplyAdds)} multiply-adds",
            .. Decision.Close is { } close ? new[] { close } : [],
        ];

    public override string Formula(Func<Buffer, string> of)
    {
        string sum = $"{ShortName}({of(Input)}){(Residual is null ? "" : $" + {of(Residual)}")}";
        return Relu ? $"relu({sum})" : sum;
    }

    public override long WorkerScratch(Func<Buffer, int> haloOf)
    {
        ConvolutionPlace place = new(Images, haloOf(Input), haloOf(Output));
        return AlgorithmChoice.Widths.Max(width => Decision.Choice[width].WorkerScratch(Shape, place));
    }

    public override IEnumerable<(LayerInfo Layer, Buffer Output)> Facts(string block, Func<Buffer, string> layerOf)
    {
        LayerInfo layer = new(
            Name,
            block,
            LayerKind.Convolution,
            layerOf(Input),
            Input.Channels,
            Output.Channels,
            Output.Height,
            Output.Width,
            Node.BatchNorm,
            Residual is null ? null : layerOf(Residual),
            Relu ? LayerActivation.ReLU : LayerActivation.None,
            Node.Kernel,
            Node.Stride,
            Node.Groups,
            Decision.Choice
        );
        return [(layer, Output)];
    }

    /// <summary>
    /// One call, or where the widths of vectors differ one for each of them: in their algorithm, or in where their
    /// weights are, since the size of a layer before may depend on the width.
    /// </summary>
    public override void Emit(IndentedWriter writer, CallScope scope)
    {
        IGrouping<string, VectorWidth>[] groups =
        [
            .. AlgorithmChoice.Widths.Reverse().GroupBy(width => Call(scope, width).ToString()),
        ];
        if (groups.Length == 1)
        {
            base.Emit(writer, scope);
            return;
        }

        for (int i = 0; i < groups.Length; i++)
        {
            string condition = string.Join(" || ", groups[i].Select(width => $"w.Has{Number((int)width)}Bits"));
            string head =
                i == 0 ? $"if ({condition})"
                : i < groups.Length - 1 ? $"else if ({condition})"
                : "else";
            using (writer.OpenBlock(head))
            {
                writer.Line(groups[i].Key);
            }
        }

        writer.Line();
    }

    protected override Call Call(CallScope scope) => Call(scope, VectorWidth.Vector512);

    private Call Call(CallScope scope, VectorWidth width)
    {
        ConvolutionAlgorithm algorithm = Decision.Choice[width];
        Call call = new Call(algorithm.Method)
            .Add(scope[Input])
            .Add("weights", scope.Weights(Name, width))
            .Add(scope[Output])
            .Add(algorithm.Arguments(Shape));
        if (Residual is not null)
        {
            call.Add("residual", scope[Residual]);
        }

        return Relu ? call.Add("relu", "true") : call;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
