using ResNetGen.KernelGenerator.Declarations;
using ResNetGen.KernelGenerator.Templates;

namespace ResNetGen.KernelGenerator;

/// <summary>A kind of kernel: its attribute's name, without the ending, and how it is written.</summary>
internal sealed class KernelKind
{
    public static readonly KernelKind[] All =
    [
        new(
            "RegisterTile",
            static numbers =>
                numbers.Vectors is { IsArm64: true }
                    ? new ElementTileTemplate(numbers)
                    : new RegisterTileTemplate(numbers)
        ),
        new(
            "GroupedTile",
            static numbers =>
                numbers.Vectors is { IsArm64: true }
                    ? new ElementGroupedTileTemplate(numbers)
                    : new GroupedTileTemplate(numbers)
        ),
        new("ZeroSkippingTile", static numbers => new ZeroSkippingTileTemplate(numbers)),
        new("WinogradTile", static numbers => new WinogradTileTemplate(numbers)),
        new("WinogradTransform", static numbers => new WinogradTransformTemplate(numbers)),
    ];

    private KernelKind(string name, Func<KernelNumbers, KernelTemplate> template)
    {
        Name = name;
        Template = template;
    }

    public string Name { get; }

    public string AttributeName => $"ResNetGen.Runtime.{Name}Attribute";

    /// <summary>A kernel of this kind, with its numbers.</summary>
    public Func<KernelNumbers, KernelTemplate> Template { get; }

    public static KernelKind Named(string name) => All.Single(kind => kind.Name == name);
}
