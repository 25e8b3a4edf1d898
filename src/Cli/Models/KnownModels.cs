using ResNetGen.Zoo;

namespace ResNetGen.Cli.Models;

/// <summary>All networks that the command line knows: those that come with it, then the zoo.</summary>
internal static class KnownModels
{
    public static IReadOnlyList<KnownModel> All { get; } =
    [new FashionModel(), new ImageNet18Model(), .. Catalog.Networks.Select(network => new ZooModel(network))];

    public static IEnumerable<string> Names => All.Select(model => model.Name);

    /// <exception cref="CommandFailure">There is none of this name.</exception>
    public static KnownModel Get(string name) =>
        All.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CommandFailure.Usage(
            $"There is no model '{name}'. The nearest names: {string.Join(", ", NearestNames.To(name, Names))}. See 'resnetgen list'."
        );
}
