using ResNetGen.Generator.Plan;
using Buffer = ResNetGen.Generator.Plan.Buffer;

namespace ResNetGen.Generator.Emit;

/// <summary>What a call can name: the buffers of its block, and the weights of the network.</summary>
internal sealed class CallScope(NetworkPlan plan, IReadOnlyDictionary<Buffer, string> names)
{
    /// <summary>The name of a buffer in the method of the block.</summary>
    public string this[Buffer buffer] => names[buffer];

    /// <summary>Where a layer's packed weights begin, as a literal.</summary>
    public string Weights(string layer, VectorWidth width = VectorWidth.Vector512) =>
        Text.Literal(plan.WeightsOffset(layer, width));
}
