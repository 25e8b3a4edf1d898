using ResNetGen.Weights;

namespace ResNetGen.Import;

internal sealed partial class GraphBuilder
{
    private GraphNode? BatchNorm(OnnxNode node, GraphNode x)
    {
        if (node["training_mode"]?.Long == 1 || node.Outputs.Skip(1).Any(output => output.Length > 0))
        {
            throw Training(node);
        }

        if (
            x.IsVector
            || node.Inputs.Count != 5
            || node["spatial"]?.Long == 0
            || node.Inputs.Skip(1).Any(name => _constants.Tensor(name) is null)
        )
        {
            return null;
        }

        CheckpointTensor[] operands = [.. node.Inputs.Skip(1).Select(name => _constants.Tensor(name)!)];
        foreach (CheckpointTensor operand in operands)
        {
            CheckReadable(node, operand);
            if (operand.ElementCount != x.Output.Channels && x.Output.Channels > 0)
            {
                throw Damaged(
                    $"{Describe(node)} has {operand.ElementCount} values in {Quoted.Text(operand.Name)} for "
                        + $"{x.Output.Channels} channels"
                );
            }
        }

        double epsilon = node["epsilon"]?.Single ?? 1e-5f;
        return New(node, new AffineDetail(AffineKind.BatchNorm, operands, epsilon), x.Output, x);
    }

    /// <summary>Computes with a constant for each channel, or one for all.</summary>
    private GraphNode? PerChannel(OnnxNode node, GraphNode x)
    {
        if (node.Inputs.Count != 2)
        {
            return node is { Operator: "Sum", Inputs.Count: 1 } ? x : null;
        }

        bool isFirst = !_constants.Has(node.Inputs[0]);
        if (_constants.Tensor(node.Inputs[isFirst ? 1 : 0]) is not { IsReadable: true } operand)
        {
            return null;
        }

        if (x.Detail is LinearDetail { Bias: null, IsTrailing: true } linear)
        {
            return
                node.Operator is "Add" or "Sum"
                && operand.ElementCount == x.Output.Channels
                && LastOf(operand) == x.Output.Channels
                ? New(node, linear with { Bias = operand }, x.Output, x.Inputs[0])
                : null;
        }

        TensorShape shape = operand.Shape;
        bool isOne = operand.ElementCount == 1 && shape.Rank <= 4;
        bool isEach =
            operand.ElementCount == x.Output.Channels
            && shape.Rank is 3 or 4
            && shape[shape.Rank - 3] == x.Output.Channels;
        if (x.IsVector || !(isOne || isEach))
        {
            return null;
        }

        AffineKind? kind = node.Operator switch
        {
            "Mul" => AffineKind.Times,
            "Add" or "Sum" => AffineKind.Plus,
            "Sub" => isFirst ? AffineKind.Minus : AffineKind.MinusFrom,
            "Div" when isFirst => AffineKind.Over,
            _ => null,
        };
        return kind is { } known ? New(node, new AffineDetail(known, [operand]), x.Output, x) : null;
    }
}
