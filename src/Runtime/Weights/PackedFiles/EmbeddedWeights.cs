using System.Reflection;

namespace ResNetGen.Weights;

/// <summary>
/// Packed weights in a resource of the assembly whose network they are for; the build puts them there and emits the
/// name.
/// </summary>
internal sealed class EmbeddedWeights(Assembly assembly, string resource)
{
    // The build packs for the class that it compiles. So what does not fit meets another version of the runtime than it
    // was built with.
    private const string BuildAgain = "Build the project again, with the version of ResNetGen that it runs with.";

    /// <summary>What messages call it.</summary>
    public string Name { get; } = $"resource {resource}";

    /// <summary>The bytes, where the assembly is in memory.</summary>
    /// <exception cref="WeightFileException">There is no such resource.</exception>
    public Stream Open() =>
        assembly.GetManifestResourceStream(resource)
        ?? throw new WeightFileException(Name, "the assembly has no such resource");

    /// <summary>What is wrong, and what to do about it here: the advice for a file on disk is none.</summary>
    public WeightFileException Explain(WeightFileException exception) =>
        new(Name, exception.Problem, BuildAgain, exception.Tensor, exception.Position, exception);
}
