using ResNetGen.Runtime;

namespace ResNetGen;

public sealed partial class ModelInfo
{
    /// <summary>
    /// The vectors that networks compute in here: the widest that are fast on this processor, of those that the program
    /// has code for.
    /// </summary>
    public static VectorWidth Vectors => VectorWidths.Widest;

    /// <summary>Bytes of the packed weights on this machine, which forks share.</summary>
    public long WeightBytes => PackedSlot.Floats(Layers, VectorWidths.Widest) * sizeof(float);
}
