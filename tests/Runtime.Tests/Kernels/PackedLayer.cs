using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Reference;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>
/// A layer's deterministic parameters twice: packed by the product for its kernel, and as PyTorch has them.
/// </summary>
internal sealed class PackedLayer : IDisposable
{
    private PackedLayer(GuardedMemory memory, LayerParameters parameters)
    {
        Memory = memory;
        Parameters = parameters;
    }

    public GuardedMemory Memory { get; }

    public LayerParameters Parameters { get; }

    public static PackedLayer Stem(int inChannels, int outChannels, int kernel) =>
        Pack(
            new LayerInfo(
                "conv1",
                "stem",
                LayerKind.StemConvolution,
                LayerInfo.Images,
                inChannels,
                outChannels,
                1,
                1,
                BatchNorm: "bn1",
                Kernel: kernel,
                Algorithms: ConvolutionAlgorithm.Planar
            )
        );

    public static PackedLayer StemWinograd(int inChannels, int outChannels) =>
        Pack(
            new LayerInfo(
                "conv1",
                "stem",
                LayerKind.StemConvolution,
                LayerInfo.Images,
                inChannels,
                outChannels,
                1,
                1,
                BatchNorm: "bn1",
                Kernel: 7,
                Stride: 2,
                Algorithms: ConvolutionAlgorithm.StemWinograd
            )
        );

    public static PackedLayer Convolution(int inChannels, int outChannels, int kernel, int groups) =>
        Pack(
            new LayerInfo(
                "conv1",
                "stem",
                LayerKind.Convolution,
                LayerInfo.Images,
                inChannels,
                outChannels,
                1,
                1,
                BatchNorm: "bn1",
                Kernel: kernel,
                Groups: groups,
                Algorithms: ConvolutionAlgorithm.Direct
            )
        );

    public static PackedLayer Winograd(int inChannels, int outChannels, int m, int stride) =>
        Pack(
            new LayerInfo(
                "conv1",
                "stem",
                LayerKind.Convolution,
                LayerInfo.Images,
                inChannels,
                outChannels,
                1,
                1,
                BatchNorm: "bn1",
                Kernel: 3,
                Stride: stride,
                Algorithms: (m, stride) switch
                {
                    (4, 1) => ConvolutionAlgorithm.Winograd4,
                    (4, _) => ConvolutionAlgorithm.Winograd4Stride2,
                    (_, 1) => ConvolutionAlgorithm.Winograd2,
                    _ => ConvolutionAlgorithm.WinogradStride2,
                }
            )
        );

    public static PackedLayer WinogradFromTaps(int inChannels, int outChannels) =>
        Pack(
            new LayerInfo(
                "conv1",
                "stem",
                LayerKind.Convolution,
                LayerInfo.Images,
                inChannels,
                outChannels,
                1,
                1,
                BatchNorm: "bn1",
                Kernel: 3,
                Algorithms: ConvolutionAlgorithm.Winograd4FromTaps
            )
        );

    public static PackedLayer ZeroSkipping(int inChannels, int outChannels, int kernel) =>
        Pack(
            new LayerInfo(
                "conv1",
                "stem",
                LayerKind.Convolution,
                LayerInfo.Images,
                inChannels,
                outChannels,
                1,
                1,
                BatchNorm: "bn1",
                Kernel: kernel,
                Algorithms: ConvolutionAlgorithm.ZeroSkipping
            )
        );

    public static PackedLayer Grouped(int channels, int groups) =>
        Pack(
            new LayerInfo(
                "conv1",
                "stem",
                LayerKind.Convolution,
                LayerInfo.Images,
                channels,
                channels,
                1,
                1,
                BatchNorm: "bn1",
                Kernel: 3,
                Groups: groups,
                Algorithms: ConvolutionAlgorithm.Grouped
            )
        );

    public static PackedLayer Linear(int inFeatures, int outFeatures) =>
        Pack(new LayerInfo("fc", "head", LayerKind.Linear, LayerInfo.Images, inFeatures, outFeatures, 1, 1));

    public void Dispose() => Memory.Dispose();

    private static unsafe PackedLayer Pack(LayerInfo layer)
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(DeterministicWeights.Safetensors(NetworkOf(layer)));
        BoundWeights bound = BoundWeights.Bind(
            file,
            [.. file.Tensors.Select(tensor => new ExpectedTensor(tensor.Name, tensor.Shape))]
        );
        PackedSlot slot = PackedSlot.Of([layer], VectorWidths.Widest).Single();
        GuardedMemory memory = new(slot.End);
        memory.Span.Clear();
        WeightPacker.Pack([slot], bound, memory.Pointer);
        memory.CheckGuards();
        return new(memory, LayerParameters.Read(file, layer));
    }

    // The layer is all that names and shapes of tensors come from.
    private static ModelInfo NetworkOf(LayerInfo layer) =>
        new()
        {
            Name = layer.Name,
            Declaration = "",
            Classes = 0,
            InputChannels = 0,
            InputHeight = 0,
            InputWidth = 0,
            Batch = 0,
            EmbeddingLength = 0,
            Parameters = 0,
            MultiplyAdds = 0,
            WorkspaceBytes = 0,
            ScratchBytes = 0,
            FeatureMaps = [],
            Layers = [layer],
            Layout = new()
            {
                Version = EmittedCode.ContractVersion,
                WeightFloats = [],
                EmbeddingOffset = 0,
                ResultOffset = 0,
                FeatureMaps = [],
            },
        };
}
