namespace ResNetGen.Cli.Output;

/// <summary>What a layer does, in words.</summary>
internal static class LayerText
{
    /// <summary>For people: <c>3x3/2 convolution, 32 groups</c>.</summary>
    public static string Kind(LayerInfo layer) =>
        layer.Kind switch
        {
            LayerKind.StemConvolution or LayerKind.Convolution when layer.Groups > 1 =>
                $"{Window(layer)} convolution, {layer.Groups} groups",
            LayerKind.StemConvolution or LayerKind.Convolution => $"{Window(layer)} convolution",
            LayerKind.MaxPool => $"{Window(layer)} max pool",
            LayerKind.ZeroPadShortcut => $"/{layer.Stride} shortcut, zero-padded",
            LayerKind.GlobalAveragePool => "average pool",
            LayerKind.Linear => "linear",
            _ => layer.Kind.ToString(),
        };

    /// <summary>For machines: the name of the kind in camel case.</summary>
    public static string JsonKind(LayerKind kind) => CamelCase(kind.ToString());

    /// <summary>For machines: the id of the algorithm in camel case; <c>none</c> for what is no convolution.</summary>
    public static string JsonAlgorithm(ConvolutionAlgorithm? algorithm) => CamelCase(algorithm?.Id ?? "None");

    /// <summary>The window and its step: <c>3x3/2</c>.</summary>
    public static string Window(LayerInfo layer) =>
        $"{layer.Kernel}x{layer.Kernel}{(layer.Stride > 1 ? $"/{layer.Stride}" : "")}";

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
