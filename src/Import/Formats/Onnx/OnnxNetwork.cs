namespace ResNetGen.Import;

/// <summary>A graph and the tensors that it reads.</summary>
/// <param name="File">The path, for messages.</param>
/// <param name="Graph">Nodes, inputs, outputs.</param>
/// <param name="Constants">Initializers and the values of constant nodes, by name.</param>
internal sealed record OnnxNetwork(
    string File,
    OnnxGraph Graph,
    IReadOnlyDictionary<string, CheckpointTensor> Constants
);
