using System.Collections.Immutable;

namespace ResNetGen.Generator.Plan;

/// <summary>A part of the network that becomes one method: operations, and what they read of one another.</summary>
/// <param name="Name">PyTorch's name, such as <c>layer1.0</c>; <c>stem</c> and <c>head</c> for the ends.</param>
/// <param name="Stage">1, 2, ... for residual blocks; 0 for the stem, -1 for the head.</param>
/// <param name="Shape">What was declared; <see langword="null"/> for the ends.</param>
/// <param name="Operations">Its operations; each behind those that it reads.</param>
/// <param name="Output">What it writes for the next block.</param>
internal sealed record BlockGraph(
    string Name,
    int Stage,
    BlockShape? Shape,
    ImmutableArray<Operation> Operations,
    Buffer Output
)
{
    /// <summary>Operations between two barriers: those of one phase do not depend on each other.</summary>
    public ImmutableArray<ImmutableArray<Operation>> Phases => Barriers.Of(Operations);
}
