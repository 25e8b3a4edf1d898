using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Facts that are not a generated class's own are refused before anything is written by them.</summary>
public sealed class WeightedLayerTests
{
    private static readonly ModelInfo Good = TinyBasic.Network;
    private static readonly LayerInfo Second = Good.Layers.Where(layer => layer.HasWeights).ElementAt(1);

    public static TheoryData<string, LayerInfo> Wrong =>
        new()
        {
            {
                $"layer {Second.Name} at float {Second.WeightsOffset - 16}",
                Second with
                {
                    WeightsOffset = Second.WeightsOffset - 16,
                }
            },
            { $"layer {Second.Name} at float -16 of the packed weights", Second with { WeightsOffset = -16 } },
            { "of the packed weights, where this version of ResNetGen has it at", Second with { OutChannels = 100 } },
            {
                "of the packed weights, where this version of ResNetGen has it at",
                Second with
                {
                    Kernel = 5,
                    Algorithm = ConvolutionAlgorithm.Direct,
                }
            },
            { "in 3 group(s)", Second with { Groups = 3 } },
            { "in 0 group(s)", Second with { Groups = 0 } },
            { "StemWinograd, from 8", Second with { Algorithm = ConvolutionAlgorithm.StemWinograd } },
            {
                "Winograd4FromTaps, from 8",
                Second with
                {
                    Stride = 2,
                    Algorithm = ConvolutionAlgorithm.Winograd4FromTaps,
                }
            },
            { "ZeroSkipping, from 8", Second with { Algorithm = ConvolutionAlgorithm.ZeroSkipping } },
            { "Grouped, from 8", Second with { Algorithm = ConvolutionAlgorithm.Grouped } },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void AnotherLayer(string problem, LayerInfo layer) =>
        Refused<ArgumentException>(
            problem,
            With(Good.WeightBytes, [.. Good.Layers.Select(good => good == Second ? layer : good)])
        );

    [Fact]
    public void AnotherSize() =>
        Refused<ArgumentException>(
            $"the end of the weights at float {(Good.WeightBytes / 4) - 16} of",
            With(Good.WeightBytes - 64, Good.Layers)
        );

    [Fact]
    public void AnotherVersion() =>
        Refused<InvalidOperationException>(
            $"{Good.Name} was generated for layout 0, and the ResNetGen that it runs with has layout {EmittedCode.ContractVersion}: build the project that declares it",
            With(Good.WeightBytes, Good.Layers, layoutVersion: 0)
        );

    private static void Refused<TException>(string problem, ModelInfo info)
        where TException : Exception
    {
        byte[] safetensors = DeterministicWeights.Safetensors(Good);
        using SafetensorsFile file = SafetensorsFile.FromBytes(safetensors);
        Check(() => WeightLoader.Load(info, file));
        Check(() => PackedBytes.Pack(info, safetensors, WeightStorage.F32));
        Check(() =>
            WeightSource.Load(info, "packed", new MemoryBytes(PackedBytes.Of<TinyBasic>()), PackedPlacement.Aligned)
        );

        void Check(Action action)
        {
            Assert.Contains(problem, Assert.Throws<TException>(action).Message, StringComparison.Ordinal);
        }
    }

    private static ModelInfo With(
        long weightBytes,
        IReadOnlyList<LayerInfo> layers,
        int layoutVersion = EmittedCode.ContractVersion
    ) =>
        new()
        {
            Name = Good.Name,
            Declaration = Good.Declaration,
            Classes = Good.Classes,
            InputChannels = Good.InputChannels,
            InputHeight = Good.InputHeight,
            InputWidth = Good.InputWidth,
            Batch = Good.Batch,
            EmbeddingLength = Good.EmbeddingLength,
            Parameters = Good.Parameters,
            MultiplyAdds = Good.MultiplyAdds,
            WorkspaceBytes = Good.WorkspaceBytes,
            ScratchBytes = Good.ScratchBytes,
            WeightBytes = weightBytes,
            FeatureMaps = Good.FeatureMaps,
            Layers = layers,
            EmbeddingOffset = Good.EmbeddingOffset,
            LogitsOffset = Good.LogitsOffset,
            LayoutVersion = layoutVersion,
        };
}
