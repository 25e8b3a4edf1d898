namespace ResNetGen.Import;

internal sealed partial class GraphBuilder
{
    /// <summary>A linear layer on one value for each channel.</summary>
    private GraphNode? Linear(OnnxNode node, GraphNode x)
    {
        if (
            !x.IsVector
            || _constants.Has(node.Inputs[0])
            || MatrixOf(node, _constants) is not { ElementCount: > 0, Shape: var shape } matrix
        )
        {
            return null;
        }

        CheckReadable(node, matrix);
        bool isTurned = node.Operator == "Gemm" && node["transB"]?.Long is 1;
        matrix = isTurned ? matrix : GraphConstants.Transposed(matrix);

        CheckpointTensor? bias = null;
        if (node.Inputs.Count > 2 && node.Inputs[2].Length > 0)
        {
            bias = _constants.Tensor(node.Inputs[2]);
            if (bias is null || bias.ElementCount != matrix.Shape[0] || LastOf(bias) != matrix.Shape[0])
            {
                return null;
            }

            CheckReadable(node, bias);
        }

        return matrix.Shape[1] == x.Output.Channels || x.Output.Channels == 0
            ? New(node, new LinearDetail(matrix, bias, IsTrailing: true), new(matrix.Shape[0], 1, 1), x)
            : throw Damaged($"{Describe(node)} has weights {shape} for {x.Output.Channels} features, which do not fit");
    }

    /// <summary>The matrix that a node multiplies by; <see langword="null"/> if it does anything else with it.</summary>
    public static CheckpointTensor? MatrixOf(OnnxNode node, GraphConstants constants) =>
        node is { Operator: "Gemm" or "MatMul", Inputs.Count: > 1 }
        && (node["alpha"]?.Single ?? 1) == 1
        && (node["beta"]?.Single ?? 1) == 1
        && node["transA"]?.Long is not 1
        && constants.Tensor(node.Inputs[1]) is { Shape.Rank: 2 } matrix
            ? matrix
            : null;

    private static long LastOf(CheckpointTensor tensor) => tensor.Shape.LastOrDefault();
}
