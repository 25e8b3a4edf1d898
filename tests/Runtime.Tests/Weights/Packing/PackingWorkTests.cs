using System.Collections.Concurrent;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

public sealed class PackingWorkTests
{
    private const int HugePage = (2 << 20) / sizeof(float);

    // 3x3 from 512 to 512 channels, as in a ResNet-18: 32 blocks of 288 KiB as taps, of 1152 KiB transformed; a small
    // one between two large ones.
    private static readonly IReadOnlyList<PackedSlot> Slots = PackedSlot.Of(
        [
            Layer("first", 512, 512, ConvolutionAlgorithm.Winograd4),
            Layer("small", 16, 40, ConvolutionAlgorithm.Direct),
            Layer("last", 512, 512, ConvolutionAlgorithm.Direct),
        ],
        VectorWidth.Vector512
    );

    [Fact]
    public void EveryBlockIsPackedOnce()
    {
        ConcurrentBag<(string Layer, int Block)> packed = [];

        PackingWork.Run(
            Slots,
            (slot, first, end) =>
                Enumerable.Range(first, end - first).ToList().ForEach(block => packed.Add((slot.Layer.Name, block)))
        );

        Assert.Equal(
            Slots
                .SelectMany(slot => Enumerable.Range(0, slot.Blocks).Select(block => (slot.Layer.Name, block)))
                .Order(),
            packed.Order()
        );
    }

    /// <summary>The system clears a page for whoever touches it first, and twice where two do at once.</summary>
    [Fact]
    public void WhatBeginsInOneHugePageIsPackedByOneThread()
    {
        ConcurrentBag<(long Page, int Thread)> packed = [];

        PackingWork.Run(
            Slots,
            (slot, first, end) =>
            {
                for (int block = first; block < end; block++)
                {
                    long start = slot.WeightsStart + (slot.WeightsLength / slot.Blocks * block);
                    packed.Add((start / HugePage, Environment.CurrentManagedThreadId));
                }
            }
        );

        Assert.All(packed.GroupBy(one => one.Page, one => one.Thread), page => Assert.Single(page.Distinct()));
        Assert.InRange(packed.Select(one => one.Page).Distinct().Count(), 20, int.MaxValue);
    }

    [Fact]
    public void TheErrorIsThatOfTheFirstBlockAlsoIfALaterOneFailedBefore()
    {
        using ManualResetEventSlim laterFailed = new();

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() =>
            PackingWork.Run(
                Slots,
                (slot, first, _) =>
                {
                    if (slot.Layer.Name == "last")
                    {
                        laterFailed.Set();
                        throw new InvalidOperationException($"last, {first}");
                    }

                    if (first == 0)
                    {
                        Assert.True(laterFailed.Wait(TimeSpan.FromMinutes(1)));
                        throw new InvalidOperationException($"{slot.Layer.Name}, {first}");
                    }
                }
            )
        );

        Assert.Equal("first, 0", exception.Message);
    }

    private static LayerInfo Layer(string name, int inputs, int outputs, AlgorithmChoice algorithms) =>
        new(
            name,
            "layer1",
            LayerKind.Convolution,
            LayerInfo.Images,
            inputs,
            outputs,
            1,
            1,
            BatchNorm: "bn",
            Kernel: 3,
            Algorithms: algorithms
        );
}
