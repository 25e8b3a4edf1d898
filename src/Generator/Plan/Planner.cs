namespace ResNetGen.Generator.Plan;

/// <summary>From a spec to a plan, pass by pass. Pure: equal specs give equal plans.</summary>
internal static class Planner
{
    public static NetworkPlan Plan(Spec spec) => Plan(spec, CostModels.Measured);

    /// <summary>The plan by other costs than those that were measured.</summary>
    public static NetworkPlan Plan(Spec spec, CostModels costs)
    {
        NetworkShape shape = NetworkShape.Of(spec);
        int imagewise = Imagewise.Blocks(spec, shape);
        NetworkGraph graph = new AlgorithmSelection(spec.Convolution, costs).Run(
            NetworkGraph.Of(shape),
            imagesOf: block => block < imagewise ? 1 : spec.Batch
        );
        (IReadOnlyDictionary<Buffer, BufferPlace> places, long floats) = WorkspaceLayout.Assign(
            graph.Blocks,
            imagewise,
            spec.Batch
        );
        return new NetworkPlan(spec, shape, graph, imagewise, places, floats);
    }
}
