using ResNetGen.Runtime;

namespace ResNetGen;

public sealed partial class ModelInfo
{
    /// <summary>Bytes of the packed weights on this machine, which forks share.</summary>
    public long WeightBytes => PackedSlot.Floats(Layers, VectorWidths.Widest) * sizeof(float);
}
