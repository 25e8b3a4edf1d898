namespace ResNetGen.Generator.Plan;

/// <summary>The facts of a planned network. The emitter prints them, the build packs by them.</summary>
internal static class ModelFacts
{
    public static ModelInfo Of(NetworkPlan plan, long workspaceFloats)
    {
        (Spec spec, NetworkGraph graph) = (plan.Spec, plan.Graph);
        IReadOnlyList<LayerInfo> layers = Layers(graph);
        return new ModelInfo
        {
            Name = spec.Class.FullName,
            Declaration = spec.Declaration,
            Classes = spec.Classes,
            InputChannels = spec.InputChannels,
            InputHeight = spec.InputHeight,
            InputWidth = spec.InputWidth,
            Batch = spec.Batch,
            EmbeddingLength = graph.Embedding.Count,
            Parameters = layers.Sum(layer => layer.Parameters),
            MultiplyAdds = layers.Sum(layer => layer.MultiplyAdds),
            WorkspaceBytes = workspaceFloats * sizeof(float),
            ScratchBytes =
                graph.Operations.Max(operation => operation.WorkerScratch(buffer => plan.Place(buffer).Halo))
                * sizeof(float),
            FeatureMaps =
            [
                .. graph.FeatureMaps.Select(map => new FeatureMapInfo(
                    map.Name,
                    map.Activation.Channels,
                    map.Activation.Height,
                    map.Activation.Width
                )),
            ],
            Layers = layers,
            Layout = new()
            {
                Version = EmittedCode.ContractVersion,
                WeightFloats = [.. AlgorithmChoice.Widths.Select(width => PackedSlot.Floats(layers, width))],
                EmbeddingOffset = plan.Place(graph.Embedding).Offset,
                ResultOffset = plan.Place(graph.Result).Offset,
                FeatureMaps =
                [
                    .. graph
                        .FeatureMaps.Select(map => plan.Place(map.Activation))
                        .Select(place => (place.Offset, place.Halo)),
                ],
            },
        };
    }

    private static IReadOnlyList<LayerInfo> Layers(NetworkGraph graph)
    {
        List<LayerInfo> layers = [];
        Dictionary<Buffer, string> computedBy = [];
        foreach (BlockGraph block in graph.Blocks)
        {
            foreach (Operation operation in block.Operations)
            {
                foreach ((LayerInfo layer, Buffer output) in operation.Facts(block.Name, buffer => computedBy[buffer]))
                {
                    layers.Add(layer);
                    computedBy.Add(output, layer.Name);
                }
            }
        }

        return layers;
    }
}
