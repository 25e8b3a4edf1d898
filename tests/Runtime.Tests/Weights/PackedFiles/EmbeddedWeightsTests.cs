using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Packed weights in a resource, wherever a compiler put it.</summary>
public sealed unsafe class EmbeddedWeightsTests
{
    private static readonly VectorWidth[] Widths =
    [
        .. Enum.GetValues<VectorWidth>().Where(width => width <= VectorWidths.Widest),
    ];

    // As NativeAOT has them, as the compiler has them, aligned to the narrowest vectors, to whole lines.
    private static readonly int[] Shifts = [1, 4, 12, 16, 0];

    [Fact]
    public void EveryKernelReadsItWhereItIs()
    {
        IsUsedInPlace<TinyBasic>();
        IsUsedInPlace<TinyGroupedBottleneck>();
        IsUsedInPlace<TinyNarrowGroups>();
        IsUsedInPlace<TinyZeroPad>();
        IsUsedInPlace<TinyEarlyStride>();
        IsUsedInPlace<TinyDirect>();
        IsUsedInPlace<TinyImageByImage>();
        IsUsedInPlace<FeaturesTinyBasic>();
        IsUsedInPlace<SmallMapSixteen>();
    }

    [Fact]
    public void SixteenBitsAreExpanded()
    {
        byte[] packed = PackedBytes.Of<TinyBasic>(WeightStorage.BF16);
        using TinyBasic expected = TinyBasic.Load(packed);
        using ResourceAssembly assembly = new(packed, shift: 1);
        using Engine engine = EngineOf<TinyBasic>.LoadEmbedded(assembly, ResourceAssembly.Resource, threads: 1);

        Assert.False(assembly.Bytes.Contains(engine.Weights));
        Assert.Equal(PackedBytes.Results(expected), engine.Forward());
    }

    [Fact]
    public void AResourceThatIsNotThereIsNamed()
    {
        using ResourceAssembly assembly = new(PackedBytes.Of<TinyBasic>());

        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            EngineOf<TinyBasic>.LoadEmbedded(assembly, "Demo.Other.packed", threads: 1)
        );

        Assert.Equal(
            "resource Demo.Other.packed: the assembly has no such resource. Build the project again, with the version of ResNetGen that it runs with, "
                + "and without Vectors if its ResNetWeights have them.",
            exception.Message
        );
    }

    [Fact]
    public void WhatDoesNotFitMustBeBuiltAgain()
    {
        using ResourceAssembly assembly = new(PackedBytes.Of<TinyZeroPad>());

        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            EngineOf<TinyBasic>.LoadEmbedded(assembly, ResourceAssembly.Resource, threads: 1)
        );

        Assert.StartsWith("resource Demo.Net.packed: packed for ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            " Build the project again, with the version of ResNetGen that it runs with, "
                + "and without Vectors if its ResNetWeights have them.",
            exception.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ThreadsAreChecked()
    {
        using ResourceAssembly assembly = new(PackedBytes.Of<TinyBasic>());

        Assert.Throws<ArgumentOutOfRangeException>(() =>
            EngineOf<TinyBasic>.LoadEmbedded(assembly, ResourceAssembly.Resource, threads: 0)
        );
    }

    private static void IsUsedInPlace<TModel>()
        where TModel : class, IImageModel<TModel>
    {
        byte[] safetensors = DeterministicWeights.Safetensors(TModel.Network);
        byte[] packed = PackedBytes.Of<TModel>();
        float[][] expected =
        [
            .. Widths.Select(width =>
            {
                using Engine engine = EngineOf<TModel>.Load(safetensors, threads: 1, width);
                return Results(TModel.Network, engine);
            }),
        ];
        foreach (int shift in Shifts)
        {
            using ResourceAssembly assembly = new(packed, shift);
            using Engine embedded = EngineOf<TModel>.LoadEmbedded(assembly, ResourceAssembly.Resource, threads: 1);
            Assert.True(assembly.Bytes.Contains(embedded.Weights));
            Assert.Equal(shift, (nint)embedded.Weights % PackedFormat.Page);
            foreach ((VectorWidth width, float[] results) in Widths.Zip(expected))
            {
                using Engine fork = embedded.Fork(threads: 2, width);
                Assert.Equal(results, Results(TModel.Network, fork));
            }
        }
    }

    private static float[] Results(ModelInfo info, Engine engine)
    {
        float[] results = new float[info.Batch * info.ResultLength];
        TimeSpan[] layers = new TimeSpan[info.Layers.Count];
        engine.Profile(DeterministicWeights.Input(info.Batch * info.InputLength), results, layers);
        return results;
    }
}
