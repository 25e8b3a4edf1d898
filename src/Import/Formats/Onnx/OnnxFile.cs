using Google.Protobuf;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>An ONNX model: the weights are constants of a graph that says what is computed with them.</summary>
internal static class OnnxFile
{
    private const string Ending = ".onnx";

    /// <summary>Whether a file is one, by its first bytes, or by its name if nothing else is known of it.</summary>
    public static bool Is(string path, ReadOnlySpan<byte> start) =>
        ForeignFormat.IsOnnx(start)
        || (path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) && ForeignFormat.Recognise(path, start) is null);

    /// <exception cref="WeightFileException">It is none, or damaged.</exception>
    public static unsafe CheckpointContent Read(CheckpointFiles files, FileBytes bytes)
    {
        if (bytes.Length > int.MaxValue)
        {
            throw new WeightFileException(
                bytes.File,
                $"the file has {bytes.Length} bytes, and an ONNX model has 2,147,483,647 at most",
                "Export it with its weights as external data."
            );
        }

        OnnxInput input = new(bytes.File, bytes.Source, bytes.Start);
        OnnxModel model = new(input);
        try
        {
            ((IMessage)model).MergeFrom(null);
            return Place(files, input, model);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new WeightFileException(
                bytes.File,
                "the ONNX model ends within a field, or is no protobuf",
                SafetensorsHeader.Damaged,
                position: input.Position,
                inner: exception
            );
        }
    }

    private static CheckpointContent Place(CheckpointFiles files, OnnxInput input, OnnxModel model)
    {
        if (model.Graph is not { } graph)
        {
            throw input.Error("the ONNX model has no graph");
        }

        if (graph.Sparse is { } sparse)
        {
            throw new WeightFileException(
                input.File,
                $"tensor {Quoted.Text(sparse)}: it is sparse; of ONNX, dense tensors are read",
                "Export the model with dense weights.",
                sparse
            );
        }

        OnnxPlacement placement = new(input, new(files, input.File));
        Dictionary<string, CheckpointTensor> tensors = [];
        foreach (OnnxTensor tensor in graph.Initializers)
        {
            if (tensor.Name.Length == 0 || !tensors.TryAdd(tensor.Name, placement.Place(tensor.Name, tensor)))
            {
                throw input.Error(
                    tensor.Name.Length == 0
                        ? "a tensor has no name"
                        : $"two tensors are called {Quoted.Text(tensor.Name)}",
                    tensor: tensor.Name
                );
            }
        }

        CheckpointTensor[] listed = [.. tensors.Values];
        foreach (OnnxNode node in graph.Nodes.Where(node => node is { Operator: "Constant", Outputs.Count: 1 }))
        {
            string name = node.Outputs[0];
            if (node["value"]?.Tensor is { } tensor && !tensors.TryAdd(name, placement.Place(name, tensor)))
            {
                throw input.Error($"two tensors are called {Quoted.Text(name)}", tensor: name);
            }
        }

        return new(CheckpointFormat.Onnx, listed, model.Metadata) { Network = new(input.File, graph, tensors) };
    }
}
