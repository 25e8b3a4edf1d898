using ResNetGen.Imaging;

namespace ResNetGen.Cli.Pictures;

/// <summary>A way to prepare pictures, by its name on the command line.</summary>
internal sealed record Preset(string Name, string Description, Preprocessing Preprocessing);
