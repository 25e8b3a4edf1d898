using ResNetGen.Imaging;

namespace ResNetGen.Cli.Pictures;

/// <summary>A way to prepare pictures, by its name on the command line.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What it does, in a line.</param>
/// <param name="Make">Makes it, when pictures are prepared: it may have to be read.</param>
internal sealed record Preset(string Name, string Description, Func<Preprocessing> Make)
{
    public Preprocessing Preprocessing => Make();
}
