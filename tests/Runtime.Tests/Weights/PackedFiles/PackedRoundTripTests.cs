using System.Reflection;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>
/// A network that is packed for this width computes what the same network computes that was loaded from safetensors.
/// </summary>
public sealed class PackedRoundTripTests
{
    [Fact]
    public void TinyBasic() => KeepsEveryBit<TinyBasic>();

    [Fact]
    public void TinyGroupedBottleneck() => KeepsEveryBit<TinyGroupedBottleneck>();

    [Fact]
    public void TinyZeroPad() => KeepsEveryBit<TinyZeroPad>();

    [Fact]
    public void TinyEarlyStride() => KeepsEveryBit<TinyEarlyStride>();

    [Fact]
    public void TinyDirect() => KeepsEveryBit<TinyDirect>();

    [Fact]
    public void Fashion() => KeepsEveryBit<PackedFashion>();

    [Fact]
    public void ResNet18() => KeepsEveryBit<ReferenceResNet18>();

    [Fact]
    public void WithoutAClassifier()
    {
        KeepsEveryBit<FeaturesTinyBasic>();
        KeepsEveryBit<FeaturesResNet18>();
    }

    [Fact]
    public void SmallMaps()
    {
        KeepsEveryBit<SmallMapOne>();
        KeepsEveryBit<SmallMapSixteen>();
    }

    // What is not in the plan: the batch and the class.
    [Fact]
    public void AnotherBatchAndClassReadTheSameFile()
    {
        byte[] packed = PackedBytes.Of<TinyBasic>();
        Assert.Equal(PackedBytes.Payload(packed), PackedBytes.Payload(PackedBytes.Of<TinyBasicAlone>()));
        using TinyBasicAlone model = TinyBasicAlone.Load(packed);
        Assert.Equal(TinyNetwork.Logits[..TinyBasicAlone.Classes], PackedBytes.Results(model));
    }

    [Fact]
    public void TheSameWeightsGiveTheSameBytes() =>
        Assert.Equal(PackedBytes.Of<TinyZeroPad>(), PackedBytes.Of<TinyZeroPad>());

    // If one of these changes, files that are packed already hold something else: raise PackedPlan.PackingVersion.
    [Fact]
    public void TheLayoutIsThatOfItsVersion()
    {
        Assert.Equal(5, PackedPlan.PackingVersion);
        // Plan and content.
        Assert.Equal("86858ebc cf882ad5", Content<TinyBasic>());
        Assert.Equal("24fc5837 98c96ef4", Content<TinyGroupedBottleneck>());
        Assert.Equal("44aefa4e 40508856", Content<TinyNarrowGroups>());
        Assert.Equal("097dde0d b3259149", Content<TinyZeroPad>());
        Assert.Equal("aa1bbeac 0137a0e9", Content<SmallMapOne>());
        Assert.Equal("aa05682a fd41bfc8", Content<SmallMapSixteen>());
        Assert.Equal("a2bc062e cb554ab8", Content<TinyWinogradStride2>());
        Assert.Equal("2733c211 84649bdf", Content<TinyZeroSkipping>());

        static string Content<TModel>()
            where TModel : class, IImageModel<TModel> =>
            $"{PackedPlan.Hash(TModel.Network, width: null)[..8]} {PackedBytes.ParsedHeader(PackedBytes.Of<TModel>()).Content[..8]}";
    }

    [Fact]
    public void ThePlanIsReadable() =>
        Assert.StartsWith(
            """
            layout 5, 31008 floats
            conv1: StemConvolution 3 to 8, kernel 3, stride 1, groups 1, Planar, at 0
            layer1.0.conv1: Convolution 8 to 8, kernel 3, stride 1, groups 1, 
            """.ReplaceLineEndings("\n"),
            PackedPlan.Text(TinyBasicAlone.Network, width: null)
        );

    private static unsafe void KeepsEveryBit<TModel>()
        where TModel : class, IImageModel<TModel>
    {
        byte[] safetensors = DeterministicWeights.Safetensors(TModel.Network);
        using TModel expected = TModel.Load(safetensors);
        float[] logits = PackedBytes.Results(expected);
        long floats = TModel.Network.WeightBytes / sizeof(float);

        using TemporaryFile source = new(safetensors);
        string packed = source.Path + ".packed";
        try
        {
            PackedWeights.Pack<TModel>(source.Path, packed, vectors: VectorWidths.Widest);
            Assert.False(source.IsHeld);
            PackedWeightsInfo info = PackedWeights.Verify(packed);
            Assert.Equal(
                new PackedWeightsInfo(
                    TModel.Network.Name,
                    TModel.Network.Declaration,
                    WeightStorage.F32,
                    new FileInfo(packed).Length
                ),
                info
            );

            using TModel fromFile = TModel.Load(packed);
            using TModel fromBytes = TModel.Load(File.ReadAllBytes(packed));
            Assert.True(Weights(expected, floats).SequenceEqual(Weights(fromFile, floats)));
            Assert.True(Weights(expected, floats).SequenceEqual(Weights(fromBytes, floats)));
            Assert.Equal(logits, PackedBytes.Results(fromFile));
            Assert.Equal(logits, PackedBytes.Results(fromBytes));
        }
        finally
        {
            File.Delete(packed);
        }
    }

    private static unsafe ReadOnlySpan<uint> Weights<TModel>(TModel model, long floats)
    {
        FieldInfo field = typeof(TModel).GetField("_engine", BindingFlags.NonPublic | BindingFlags.Instance)!;
        return new ReadOnlySpan<uint>(((Engine)field.GetValue(model)!).Weights, (int)floats);
    }
}
