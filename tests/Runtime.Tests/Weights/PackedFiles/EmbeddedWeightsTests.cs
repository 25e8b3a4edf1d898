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

    /// <summary>
    /// As NativeAOT has them, as the compiler has them, aligned to the narrowest vectors, to whole lines.
    /// </summary>
    public static TheoryData<int> Shifts => [1, 4, 12, 16, 0];

    [Theory]
    [MemberData(nameof(Shifts))]
    public void EveryKernelReadsItWhereItIs(int shift)
    {
        IsUsedInPlace<TinyBasic>(shift);
        IsUsedInPlace<TinyGroupedBottleneck>(shift);
        IsUsedInPlace<TinyNarrowGroups>(shift);
        IsUsedInPlace<TinyZeroPad>(shift);
        IsUsedInPlace<TinyEarlyStride>(shift);
        IsUsedInPlace<TinyDirect>(shift);
        IsUsedInPlace<TinyImageByImage>(shift);
        IsUsedInPlace<SmallMapSixteen>(shift);
    }

    [Fact]
    public void SixteenBitsAreExpanded()
    {
        byte[] packed = PackedBytes.Of<TinyBasic>(WeightStorage.BF16);
        using TinyBasic expected = TinyBasic.Load(packed);
        using ResourceAssembly assembly = new(packed, shift: 1);
        using Engine engine = EngineOf<TinyBasic>.LoadEmbedded(assembly, ResourceAssembly.Resource, threads: 1);

        Assert.False(assembly.Bytes.Contains(engine.Weights));
        Assert.Equal(PackedBytes.Logits(expected), engine.Forward());
    }

    [Fact]
    public void AResourceThatIsNotThereIsNamed()
    {
        using ResourceAssembly assembly = new(PackedBytes.Of<TinyBasic>());

        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            EngineOf<TinyBasic>.LoadEmbedded(assembly, "Demo.Other.packed", threads: 1)
        );

        Assert.Equal(
            "resource Demo.Other.packed: the assembly has no such resource. Build the project again, with the version of ResNetGen that it runs with.",
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
            " Build the project again, with the version of ResNetGen that it runs with.",
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

    private static void IsUsedInPlace<TModel>(int shift)
        where TModel : class, IImageModel<TModel>
    {
        byte[] safetensors = DeterministicWeights.Safetensors(TModel.Network);
        using ResourceAssembly assembly = new(PackedBytes.Of<TModel>(), shift);
        using Engine embedded = EngineOf<TModel>.LoadEmbedded(assembly, ResourceAssembly.Resource, threads: 1);
        Assert.True(assembly.Bytes.Contains(embedded.Weights));
        Assert.Equal(shift, (nint)embedded.Weights % PackedFormat.Page);
        foreach (VectorWidth width in Widths)
        {
            using Engine expected = EngineOf<TModel>.Load(safetensors, threads: 1, width);
            using Engine fork = embedded.Fork(threads: 2, width);
            Assert.Equal(Logits(TModel.Network, expected), Logits(TModel.Network, fork));
        }
    }

    private static float[] Logits(ModelInfo info, Engine engine)
    {
        float[] logits = new float[info.Batch * info.Classes];
        engine.Forward(DeterministicWeights.Input(info.Batch * info.InputLength), logits);
        return logits;
    }
}
