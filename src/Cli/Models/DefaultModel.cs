namespace ResNetGen.Cli.Models;

/// <summary>The network that gives features when none is named: what most have a use for is features of photographs.</summary>
internal static class DefaultModel
{
    public static string Name => ImageNet18.IsEmbedded ? ImageNet18Model.DefaultName : FashionModel.DefaultName;
}
