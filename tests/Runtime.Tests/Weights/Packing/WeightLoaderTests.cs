using System.Buffers;
using System.Runtime.InteropServices;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Tests.Support;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Loading a network that is packed by several threads: of more than some huge pages.</summary>
public sealed class WeightLoaderTests
{
    private static readonly ModelInfo Network = ReferenceResNet18For97x131.Network;
    private static readonly byte[] Safetensors = DeterministicWeights.Safetensors(Network);

    [Fact]
    public void TheBitsAreThoseOfLayersThatArePackedAlone()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(Safetensors);
        using AlignedMemory memory = WeightLoader.Load(Network, file, VectorWidths.Widest);
        byte[] packed = PackedBytes.Pack(Network, Safetensors, WeightStorage.F32, VectorWidths.Widest);

        Assert.Equal(packed.AsSpan(^(int)(memory.Length * sizeof(float))..), Bytes(memory));
    }

    /// <summary>The first one in the order of layers, channels and values, whoever comes to it first.</summary>
    [Theory]
    [InlineData("layer3.0.conv1.weight", 128 * 9, (3 * 128 * 9) + 1151)]
    [InlineData("layer4.1.conv2.weight", 512 * 9, (500 * 512 * 9) + 4000)]
    public void OfSeveralErrorsTheFirstIsTold(string name, int length, int index)
    {
        byte[] damaged = [.. Safetensors];
        using SafetensorsFile file = SafetensorsFile.FromBytes(damaged);
        // A later channel of the same block, whose bad value is in an earlier piece; and all that comes later.
        Spoil(name, index);
        Spoil(name, index - (index % length) + length);
        Spoil("fc.weight", (6 * 512) + 100);

        for (int repetition = 0; repetition < 5; repetition++)
        {
            WeightFileException exception = Assert.Throws<WeightFileException>(() =>
                WeightLoader.Load(Network, file, VectorWidths.Widest).Dispose()
            );
            Assert.Contains(
                $"tensor \"{name}\" has at index {index} the value NaN",
                exception.Message,
                StringComparison.Ordinal
            );
        }

        void Spoil(string tensor, int at)
        {
            Assert.True(file.TryFind(tensor, out SafetensorsTensor? found));
            MemoryMarshal.Write(damaged.AsSpan((int)found.Position + (at * sizeof(float))), float.NaN);
        }
    }

    [FactNeeding(Needs.Linux, "it tells which pages of a mapping a process holds")]
    public void WhatIsPackedOfAMappedFileIsLetGo()
    {
        using TemporaryFile path = new(Safetensors);
        using SafetensorsFile file = SafetensorsFile.Open(path.Path);
        using AlignedMemory memory = WeightLoader.Load(Network, file, VectorWidths.Widest);

        // Windows round the ends of tensors may come back, as a neighbour is read.
        Assert.InRange(path.HeldBytes, 0, Safetensors.Length / 10);
        file.TryFind("fc.weight", out SafetensorsTensor? tensor);
        float[] values = new float[tensor!.ElementCount];
        file.ReadSingle(tensor, values);
        Assert.Equal(
            Safetensors.AsSpan((int)tensor.Position, (int)tensor.ByteLength),
            MemoryMarshal.AsBytes<float>(values)
        );
    }

    [Theory]
    [InlineData(WeightStorage.F32)]
    [InlineData(WeightStorage.F16)]
    public void WhatIsExpandedOfAPackedFileIsLetGo(WeightStorage storage)
    {
        byte[] packed = PackedBytes.Pack(Network, Safetensors, storage);
        Dictionary<long, long> gone = [];
        WatchedBytes source = new(packed, (position, length) => gone.Add(position, length));

        WeightSource.Load(Network, "packed", source, PackedPlacement.Aligned, VectorWidths.Widest).RemoveOwner();

        // Each part once, but biases.
        Assert.All(
            gone.OrderBy(one => one.Key).Zip(gone.OrderBy(one => one.Key).Skip(1)),
            pair => Assert.InRange(pair.Second.Key - pair.First.Key - pair.First.Value, 0, 1000 * sizeof(float) * 2)
        );
        Assert.InRange(gone.Values.Sum(), packed.Length * 99L / 100, packed.Length);
    }

    private static unsafe Span<byte> Bytes(AlignedMemory memory) =>
        new(memory.Pointer, (int)(memory.Length * sizeof(float)));

    /// <summary>An array that may be changed when a call returns, so that weights are copied from it.</summary>
    private sealed class WatchedBytes(byte[] bytes, Action<long, long> letGo) : ByteSource
    {
        private readonly MemoryBytes _bytes = new(bytes);

        public override long Length => _bytes.Length;

        public override bool StaysPut => false;

        public override MemoryHandle Pin() => _bytes.Pin();

        public override void LetGo(long position, long length)
        {
            lock (_bytes)
            {
                letGo(position, length);
            }
        }

        public override void Dispose() => _bytes.Dispose();
    }
}
