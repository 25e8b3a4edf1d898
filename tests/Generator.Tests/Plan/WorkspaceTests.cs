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
        Assert.All(
            Parts(plan, plan.Graph.Embedding).Concat(Parts(plan, plan.Graph.Result)),
            part => Assert.Contains(part, intact)
        );
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
                Assert.Equal(0, part.Place.Offset % 16);
                Assert.InRange(part.First, 0, part.End);
                Assert.InRange(part.End, part.First + LeastFloats(part), plan.Info.WorkspaceBytes / sizeof(float));
            }
        );
    }

    [Theory]
    [MemberData(nameof(All))]
    public void WorkspaceIsHardlyLargerThanWhatIsNeededAtOnceOfEachGeometry(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);

        // Needed is, from the end: what is read later on and not written before.
        HashSet<Part> needed = [.. Parts(plan, plan.Graph.Result)];
        Dictionary<string, long> most = [];
        foreach (Step step in Walk(plan).Reverse())
        {
            needed.UnionWith(step.Writes);
            needed.UnionWith(step.Reads);
            foreach (IGrouping<string, Part> alike in needed.GroupBy(part => Geometry(part)))
            {
                most[alike.Key] = Math.Max(most.GetValueOrDefault(alike.Key), alike.Sum(part => part.End - part.First));
            }

            needed.ExceptWith(step.Writes);
        }

        Assert.Empty(needed);
        Assert.InRange(plan.Info.WorkspaceBytes / sizeof(float), most.Values.Sum(), most.Values.Sum() * 1.3);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void AHaloIsOnlyEverAHalo(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);
        Part[] maps =
        [
            .. Walk(plan)
                .SelectMany(step => step.Writes)
                .Where(part => part.Buffer is Activation)
                .DistinctBy(part => part.Buffer)
                .Select(part => part with { Image = 0 }),
        ];

        Assert.All(
            maps,
            map =>
                Assert.All(
                    maps.Where(other => Overlap(map, other)),
                    other =>
                    {
                        Activation activation = (Activation)map.Buffer;
                        int stride = BlockedLayout.PlaneStride(activation.Height, activation.Width, map.Place.Halo);
                        Assert.Equal(Geometry(map), Geometry(other));
                        Assert.Equal(0, (map.Place.Offset - other.Place.Offset) % stride);
                    }
                )
        );

        static bool Overlap(Part a, Part b) =>
            a.Place.Offset < b.Place.Offset + (b.Place.Images * b.Floats)
            && b.Place.Offset < a.Place.Offset + (a.Place.Images * a.Floats);
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

            Part PartOfImage(Buffer buffer) =>
                new(buffer, plan.Place(buffer), plan.Place(buffer).Images == 1 ? 0 : image);
        }

        foreach (Operation[] phase in Phases(plan.Blocks.Skip(plan.ImagewiseBlocks)))
        {
            yield return new Step(
                [.. phase.SelectMany(Read).SelectMany(buffer => Parts(plan, buffer))],
                [.. phase.SelectMany(Written).SelectMany(buffer => Parts(plan, buffer))]
            );
        }
    }

    private static IEnumerable<Operation[]> Phases(IEnumerable<BlockGraph> blocks) =>
        blocks.SelectMany(block => block.Phases).Select(phase => phase.ToArray());

    private static IEnumerable<Buffer> Read(Operation operation) => operation.Reads;

    private static IEnumerable<Buffer> Written(Operation operation) => operation.MayWrite;

    private static IEnumerable<Part> Parts(NetworkPlan plan, Buffer buffer) =>
        Enumerable.Range(0, plan.Place(buffer).Images).Select(image => new Part(buffer, plan.Place(buffer), image));

    /// <summary>By the definition of the layouts, so that a size of theirs that is too small is seen.</summary>
    private static long LeastFloats(Part part)
    {
        int halo = part.Place.Halo;
        return part.Buffer switch
        {
            Activation a => Channels(a.Channels) * (a.Height + (2 * halo)) * (a.Width + (2 * halo)),
            Features f => Channels(f.Count),
            InputPlanes p => (long)p.Channels * (p.Height + (2 * p.Border)) * (p.Width + (2 * p.Border)),
            _ => throw new InvalidOperationException(),
        };

        static long Channels(int channels) => (channels + 15) / 16 * 16L;
    }

    private static string Geometry(Part part) =>
        part.Buffer is Activation a ? $"{a.Height}x{a.Width} halo {part.Place.Halo}" : "other";

    /// <summary>What runs between two barriers.</summary>
    private sealed record Step(Part[] Reads, Part[] Writes);

    /// <summary>An image's part of a buffer.</summary>
    private sealed record Part(Buffer Buffer, BufferPlace Place, int Image)
    {
        public long Floats => Buffer.FloatsPerImage(Place.Halo);

        public long First => Place.Offset + (Image * Floats);

        public long End => First + Floats;

        public bool Overlaps(Part other) => First < other.End && other.First < End;
    }
}
