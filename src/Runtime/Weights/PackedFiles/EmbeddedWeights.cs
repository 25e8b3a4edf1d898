using System.Reflection;

namespace ResNetGen.Weights;

/// <summary>
/// Packed weights in a resource of the network's assembly. The build puts them there, and emitted code has the name.
/// </summary>
internal sealed class EmbeddedWeights(Assembly assembly, string resource)
{
    // The build packs for the class that it compiles. Weights that do not fit run with another version of the runtime,
    // or on a machine with other vectors than its project says.
    private const string BuildAgain =
        "Build the project again, with the version of ResNetGen that it runs with, and without Vectors if its "
        + "ResNetWeights have them.";

    /// <summary>What messages call it.</summary>
    public string Name { get; } = $"resource {resource}";

    /// <summary>The bytes, in the memory of the loaded assembly.</summary>
    /// <exception cref="WeightFileException">There is no such resource.</exception>
    public Stream Open() =>
        assembly.GetManifestResourceStream(resource)
        ?? throw new WeightFileException(Name, "the assembly has no such resource");

    /// <summary>The same problem, with advice for a resource in place of that for a file.</summary>
    public WeightFileException Explain(WeightFileException exception) =>
        new(Name, exception.Problem, BuildAgain, exception.Tensor, exception.Position, exception);
}
