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

    /// <summary>For people: <c>Winograd F(4x4)</c>; empty for what is no choice of algorithms.</summary>
    public static string Algorithm(ConvolutionAlgorithm algorithm) =>
        algorithm switch
        {
            ConvolutionAlgorithm.None => "",
            ConvolutionAlgorithm.Direct => "direct",
            ConvolutionAlgorithm.Grouped => "grouped",
            ConvolutionAlgorithm.ZeroSkipping => "zero-skipping",
            ConvolutionAlgorithm.Winograd2 => "Winograd F(2x2)",
            ConvolutionAlgorithm.Winograd4 => "Winograd F(4x4)",
            ConvolutionAlgorithm.Winograd4FromTaps => "Winograd F(4x4) taps",
            ConvolutionAlgorithm.WinogradStride2 => "Winograd F(2x2)/2",
            ConvolutionAlgorithm.Winograd4Stride2 => "Winograd F(4x4)/2",
            ConvolutionAlgorithm.StemWinograd => "Winograd F(4x4,4x4)",
            _ => algorithm.ToString(),
        };

    /// <summary>For machines: the name of the kind in camel case.</summary>
    public static string JsonKind(LayerKind kind) => CamelCase(kind.ToString());

    /// <summary>For machines: the name of the algorithm in camel case.</summary>
    public static string JsonAlgorithm(ConvolutionAlgorithm algorithm) => CamelCase(algorithm.ToString());

    /// <summary>The window and its step: <c>3x3/2</c>.</summary>
    public static string Window(LayerInfo layer) =>
        $"{layer.Kernel}x{layer.Kernel}{(layer.Stride > 1 ? $"/{layer.Stride}" : "")}";

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
