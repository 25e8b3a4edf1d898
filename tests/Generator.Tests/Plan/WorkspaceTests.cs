using ResNetGen.Generator.Plan;
using Buffer = ResNetGen.Generator.Plan.Buffer;

namespace ResNetGen.Generator.Tests.Plan;

/// <summary>
/// The layout of the workspace, checked by walking the network and noting who wrote which part of it last.
/// </summary>
public sealed class WorkspaceTests
{
    public static TheoryData<string> All => Networks.All;

    [Theory]
    [MemberData(nameof(All))]
    public void WhatIsReadIsWhatWasWritten(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);
        List<Part> intact = [];
        foreach (Step step in Walk(plan))
        {
            Assert.All(step.Reads, part => Assert.Contains(part, intact));

            // Workers are at different layers of a phase at once: nobody may write what another reads or writes.
            Assert.All(step.Writes, part => Assert.DoesNotContain(step.Reads, part.Overlaps));
            Assert.All(step.Writes, part => Assert.Single(step.Writes, part.Overlaps));

            intact.RemoveAll(part => step.Writes.Any(part.Overlaps));
            intact.AddRange(step.Writes);
        }

        // What the caller gets.
        Assert.All(Parts(plan.Embedding).Concat(Parts(plan.Logits)), part => Assert.Contains(part, intact));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void BuffersAreAlignedAndInside(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);

        Assert.All(
            Walk(plan).SelectMany(step => step.Writes),
            part =>
            {
                Assert.Equal(0, part.Buffer.Offset % 16);
                Assert.InRange(part.First, 0, part.End);
                Assert.InRange(part.End, part.First + LeastFloats(part.Buffer), plan.WorkspaceFloats);
            }
        );
    }

    [Theory]
    [MemberData(nameof(All))]
    public void WorkspaceIsHardlyLargerThanWhatIsNeededAtOnceOfEachGeometry(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);

        // Needed is, from the end: what is read later on and not written before.
        HashSet<Part> needed = [.. Parts(plan.Logits)];
        Dictionary<string, long> most = [];
        foreach (Step step in Walk(plan).Reverse())
        {
            needed.UnionWith(step.Writes);
            needed.UnionWith(step.Reads);
            foreach (IGrouping<string, Part> alike in needed.GroupBy(part => Geometry(part.Buffer)))
            {
                most[alike.Key] = Math.Max(most.GetValueOrDefault(alike.Key), alike.Sum(part => part.End - part.First));
            }

            needed.ExceptWith(step.Writes);
        }

        Assert.Empty(needed);
        Assert.InRange(plan.WorkspaceFloats, most.Values.Sum(), most.Values.Sum() * 1.3);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void AHaloIsOnlyEverAHalo(string attribute)
    {
        Activation[] maps =
        [
            .. Walk(Networks.Plan(attribute))
                .SelectMany(step => step.Writes)
                .Select(part => part.Buffer)
                .OfType<Activation>()
                .Distinct(),
        ];

        Assert.All(
            maps,
            map =>
                Assert.All(
                    maps.Where(other => Overlap(map, other)),
                    other =>
                    {
                        Assert.Equal(Geometry(map), Geometry(other));
                        Assert.Equal(
                            0,
                            (map.Offset - other.Offset) % BlockedLayout.PlaneStride(map.Height, map.Width, map.Halo)
                        );
                    }
                )
        );

        static bool Overlap(Activation a, Activation b) =>
            a.Offset < b.Offset + (b.Images * b.FloatsPerImage) && b.Offset < a.Offset + (a.Images * a.FloatsPerImage);
    }

    /// <summary>
    /// A phase is walked once for each image in the blocks that take them one by one, and once for all of them behind.
    /// </summary>
    private static IEnumerable<Step> Walk(NetworkPlan plan)
    {
        for (int image = 0; plan.ImagewiseBlocks > 0 && image < plan.Spec.Batch; image++)
        {
            foreach (Operation[] phase in Phases(plan.Blocks.Take(plan.ImagewiseBlocks)))
            {
                yield return new Step(
                    [.. phase.SelectMany(Read).Select(PartOfImage)],
                    [.. phase.SelectMany(Written).Select(PartOfImage)]
                );
            }

            Part PartOfImage(Buffer buffer) => new(buffer, buffer.Images == 1 ? 0 : image);
        }

        foreach (Operation[] phase in Phases(plan.Blocks.Skip(plan.ImagewiseBlocks)))
        {
            yield return new Step(
                [.. phase.SelectMany(Read).SelectMany(Parts)],
                [.. phase.SelectMany(Written).SelectMany(Parts)]
            );
        }
    }

    private static IEnumerable<Operation[]> Phases(IEnumerable<BlockPlan> blocks) =>
        blocks.SelectMany(block => block.Phases).Select(phase => phase.ToArray());

    private static IEnumerable<Buffer> Read(Operation operation) => operation.Reads;

    private static IEnumerable<Buffer> Written(Operation operation) => operation.MayWrite;

    private static IEnumerable<Part> Parts(Buffer buffer) =>
        Enumerable.Range(0, buffer.Images).Select(image => new Part(buffer, image));

    /// <summary>By the definition of the layouts, so that a size of theirs that is too small is seen.</summary>
    private static long LeastFloats(Buffer buffer)
    {
        return buffer switch
        {
            Activation a => Channels(a.Channels) * (a.Height + (2 * a.Halo)) * (a.Width + (2 * a.Halo)),
            Features f => Channels(f.Count),
            InputPlanes p => (long)p.Channels * (p.Height + (2 * p.Border)) * (p.Width + (2 * p.Border)),
            _ => throw new InvalidOperationException(),
        };

        static long Channels(int channels) => (channels + 15) / 16 * 16L;
    }

    private static string Geometry(Buffer buffer) =>
        buffer is Activation a ? $"{a.Height}x{a.Width} halo {a.Halo}" : "other";

    /// <summary>What runs between two barriers.</summary>
    private sealed record Step(Part[] Reads, Part[] Writes);

    /// <summary>An image's part of a buffer.</summary>
    private sealed record Part(Buffer Buffer, int Image)
    {
        public long First => Buffer.Offset + (Image * Buffer.FloatsPerImage);

        public long End => First + Buffer.FloatsPerImage;

        public bool Overlaps(Part other) => First < other.End && other.First < End;
    }
}
