using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Facts that are not a generated class's own are refused before anything is written by them.</summary>
public sealed class NetworkSlotsTests
{
    private static readonly ModelInfo Good = TinyBasic.Network;
    private static readonly LayerInfo Last = Good.Layers[^1];
    private static readonly LayerInfo Second = Good.Layers.Where(layer => layer.HasWeights).ElementAt(1);

    public static TheoryData<string, LayerInfo> Wrong =>
        new()
        {
            { "packed weights of", Second with { OutChannels = 100 } },
            { "packed weights of", Second with { Kernel = 5, Algorithms = ConvolutionAlgorithm.Direct } },
            { "in 3 group(s)", Second with { Groups = 3 } },
            { "in 0 group(s)", Second with { Groups = 0 } },
            { "StemWinograd, from 8", Second with { Algorithms = ConvolutionAlgorithm.StemWinograd } },
            {
                "Winograd4FromTaps, from 8",
                Second with
                {
                    Stride = 2,
                    Algorithms = ConvolutionAlgorithm.Winograd4FromTaps,
                }
            },
            { "ZeroSkipping, from 8", Second with { Algorithms = ConvolutionAlgorithm.ZeroSkipping } },
            { "Grouped, from 8", Second with { Algorithms = ConvolutionAlgorithm.Grouped } },
            { "there is none such", Second with { Algorithms = new(null!, null!, null!) } },
            { "there is none such", Second with { Name = null! } },
            { "there is none such", Second with { BatchNorm = null } },
            { "there is none such", Last with { BatchNorm = "bn1" } },
            { "there is none such", Last with { Kernel = 3 } },
            { "there is none such", Last with { Groups = 5, InChannels = 20 } },
            { "there is none such", Last with { Algorithms = new(null!, null!, null!) } },
            { "there is none such", Last with { Algorithms = ConvolutionAlgorithm.Direct } },
            { "two of one name", Second with { Name = Good.Layers[0].Name } },
            { "two of one name", Second with { BatchNorm = Good.Layers[0].BatchNorm } },
            // Sizes that wrap round.
            {
                "there is none such",
                Second with
                {
                    InChannels = int.MaxValue,
                    Algorithms = ConvolutionAlgorithm.Direct,
                }
            },
            {
                "there is none such",
                Second with
                {
                    OutChannels = 1 << 30,
                    Groups = 1,
                    Algorithms = ConvolutionAlgorithm.Direct,
                }
            },
            { "there is none such", Second with { Kernel = 1 << 30, Algorithms = ConvolutionAlgorithm.Direct } },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void AnotherLayer(string problem, LayerInfo layer) =>
        Refused<ArgumentException>(
            problem,
            With(
                Good.Layout.WeightFloats,
                [.. Good.Layers.Select(good => good == (layer.Kind == Last.Kind ? Last : Second) ? layer : good)]
            )
        );

    [Fact]
    public void NothingWhereSomethingIsDeclared()
    {
        Refused<ArgumentException>("no layers, or no layout", With(Good.Layout.WeightFloats, null!));
        Refused<ArgumentException>("no layers, or no layout", With(Good.Layout.WeightFloats, [.. Good.Layers, null!]));
        Refused<ArgumentException>("packed weights of 0 floats at ", With(null!, Good.Layers));
        Refused<ArgumentException>("no weights", With([0, 0, 0], []));
        Refused<ArgumentException>("no weights", With([0, 0, 0], [.. Good.Layers.Where(layer => !layer.HasWeights)]));
    }

    [Fact]
    public void AnotherSize() =>
        Refused<ArgumentException>(
            $"packed weights of {(Good.WeightBytes / 4) - 16} floats at 256 bits, where its layers have {Good.WeightBytes / 4}",
            With([Good.WeightBytes / 4, (Good.WeightBytes / 4) - 16, Good.WeightBytes / 4], Good.Layers)
        );

    [Fact]
    public void AnotherVersion() =>
        Refused<InvalidOperationException>(
            $"{Good.Name} was generated for layout 0, and the ResNetGen that it runs with has layout {EmittedCode.ContractVersion}: build the project that declares it",
            With(Good.Layout.WeightFloats, Good.Layers, layoutVersion: 0)
        );

    private static void Refused<TException>(string problem, ModelInfo info)
        where TException : Exception
    {
        byte[] safetensors = DeterministicWeights.Safetensors(Good);
        using SafetensorsFile file = SafetensorsFile.FromBytes(safetensors);
        Check(() => WeightLoader.Load(info, file, VectorWidths.Widest));
        Check(() => PackedBytes.Pack(info, safetensors, WeightStorage.F32));
        Check(() =>
            WeightSource.Load(
                info,
                "packed",
                new MemoryBytes(PackedBytes.Of<TinyBasic>()),
                PackedPlacement.Aligned,
                VectorWidths.Widest
            )
        );

        void Check(Action action)
        {
            Assert.Contains(problem, Assert.Throws<TException>(action).Message, StringComparison.Ordinal);
        }
    }

    private static ModelInfo With(
        IReadOnlyList<long> weightFloats,
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
            FeatureMaps = Good.FeatureMaps,
            Layers = layers,
            Layout = new()
            {
                Version = layoutVersion,
                WeightFloats = weightFloats,
                EmbeddingOffset = Good.Layout.EmbeddingOffset,
                ResultOffset = Good.Layout.ResultOffset,
                FeatureMaps = Good.Layout.FeatureMaps,
            },
        };
}
