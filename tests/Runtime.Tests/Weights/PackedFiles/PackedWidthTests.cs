using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Packed files of a network whose algorithms differ by the width of vectors.</summary>
public sealed class PackedWidthTests
{
    private static readonly byte[] Safetensors = DeterministicWeights.Safetensors(TinyByWidth.Network);

    public static TheoryData<VectorWidth> Widths => new(Enum.GetValues<VectorWidth>());

    [Theory]
    [MemberData(nameof(Widths))]
    public void AFileForOneWidthHasTheBitsOfTheSafetensorsFile(VectorWidth width) =>
        Assert.Equal(FromSafetensors(width), FromPacked(Pack(width), width));

    [Theory]
    [MemberData(nameof(Widths))]
    public void AFileForAllWidthsIsPutInOrderWhenItIsLoaded(VectorWidth width)
    {
        float[] expected = FromSafetensors(width);
        float[] found = FromPacked(Pack(null), width);

        // Where Winograd's transform follows, it starts from weights that were rounded to float32.
        Assert.Equal(expected.Length, found.Length);
        Assert.All(
            expected.Zip(found),
            pair => Assert.Equal(pair.First, pair.Second, 1e-6 * (1 + Math.Abs(pair.First)))
        );
    }

    [Theory]
    [InlineData(VectorWidth.Vector512, VectorWidth.Vector256)]
    [InlineData(VectorWidth.Vector256, VectorWidth.Vector512)]
    [InlineData(VectorWidth.Vector128, VectorWidth.Vector256)]
    public void AFileForAnotherWidthIsRefused(VectorWidth packed, VectorWidth width)
    {
        WeightFileException exception = Assert.Throws<WeightFileException>(() => FromPacked(Pack(packed), width));

        Assert.Contains(
            $"packed for vectors of {(int)packed} bits, and this process computes with {(int)width}. "
                + "Pack the weights for all widths",
            exception.Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>Layers whose orders have the same size can be told apart by nothing else.</summary>
    [Fact]
    public void AFileForAllWidthsWithTheOrderOfOneIsRefused()
    {
        byte[] one = Pack(VectorWidth.Vector512);
        string header = PackedBytes
            .Header(one)
            .Replace(PackedBytes.ParsedHeader(one).Plan, PackedBytes.ParsedHeader(Pack(null)).Plan);

        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            FromPacked(PackedBytes.WithHeader(one, header), VectorWidth.Vector512)
        );

        Assert.Contains("is stored in the order of one width of vectors", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheWidthChangesNothingWhereAlgorithmsAreTheSame()
    {
        byte[] safetensors = DeterministicWeights.Safetensors(TinyBasic.Network);
        byte[] expected = PackedBytes.Pack(TinyBasic.Network, safetensors, WeightStorage.F32);

        Assert.All(
            Enum.GetValues<VectorWidth>(),
            width => Assert.Equal(expected, PackedBytes.Pack(TinyBasic.Network, safetensors, WeightStorage.F32, width))
        );
    }

    [Fact]
    public void EngineOfOneWidthGivesNoForkOfAnother()
    {
        using Engine engine = EngineOf<TinyByWidth>.Load(Safetensors, threads: 1, VectorWidth.Vector128);

        engine.Fork(threads: 1, VectorWidth.Vector128).Dispose();
        Assert.Throws<InvalidOperationException>(() => engine.Fork(threads: 1, VectorWidth.Vector256));
    }

    private static byte[] Pack(VectorWidth? width) =>
        PackedBytes.Pack(TinyByWidth.Network, Safetensors, WeightStorage.F32, width);

    private static unsafe float[] FromPacked(byte[] packed, VectorWidth width)
    {
        SharedWeights weights = WeightSource.Load(
            TinyByWidth.Network,
            "packed",
            new MemoryBytes(packed),
            PackedPlacement.Aligned,
            width
        );
        try
        {
            return Floats(weights.Pointer, width);
        }
        finally
        {
            weights.RemoveOwner();
        }
    }

    private static unsafe float[] FromSafetensors(VectorWidth width)
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(Safetensors);
        using AlignedMemory memory = WeightLoader.Load(TinyByWidth.Network, file, width);
        return Floats(memory.Pointer, width);
    }

    private static unsafe float[] Floats(float* weights, VectorWidth width) =>
        [.. new ReadOnlySpan<float>(weights, (int)PackedSlot.Floats(TinyByWidth.Network.Layers, width))];
}
