using ResNetGen.Generator.Plan;
using Buffer = ResNetGen.Generator.Plan.Buffer;

namespace ResNetGen.Generator.Tests.Plan;

/// <summary>The layout of the workspace, checked by walking the network over a map of who wrote what last.</summary>
public sealed class WorkspaceTests
{
    public static TheoryData<string> All => Networks.All;

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_read_is_what_was_written(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);
        List<Buffer> intact = [];
        foreach (Operation[] phase in plan.Blocks.SelectMany(block => block.Phases).Select(phase => phase.ToArray()))
        {
            Buffer[] read = [.. phase.SelectMany(operation => operation.Reads).Distinct()];
            Buffer[] written = [.. phase.SelectMany(Written)];

            Assert.All(read, buffer => Assert.Contains(buffer, intact));

            // Workers are at different layers of a phase at once: nobody may write what another reads or writes.
            Assert.All(written, buffer => Assert.DoesNotContain(read, other => Overlap(buffer, other)));
            Assert.Equal(written.Length, written.Distinct().Count());
            Assert.All(written, buffer => Assert.DoesNotContain(written, other => buffer != other && Overlap(buffer, other)));

            intact.RemoveAll(buffer => written.Any(other => Overlap(buffer, other)));
            intact.AddRange(written);
        }

        Assert.Contains(plan.Embedding, intact);
        Assert.Contains(plan.Logits, intact);

        bool Overlap(Buffer one, Buffer other) =>
            one.Offset < other.Offset + Floats(other) && other.Offset < one.Offset + Floats(one);
    }

    /// <summary>Where images are taken one by one, the next image's layers leave alone what has been collected of the images before.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void What_is_collected_image_by_image_stays(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);
        Buffer? collected = Collected(plan);
        foreach (BlockPlan block in plan.Blocks)
        {
            bool imagewise = plan.Blocks.IndexOf(block) < plan.ImagewiseBlocks;
            foreach (Buffer buffer in block.Operations.SelectMany(Written))
            {
                Assert.Equal(imagewise && buffer != collected ? 1 : plan.Spec.Batch, buffer.Images);
                if (imagewise && buffer != collected)
                {
                    Assert.True(
                        buffer.Offset >= collected!.Offset + Floats(collected) || collected.Offset >= buffer.Offset + Floats(buffer));
                }
            }
        }
    }

    [Theory]
    [InlineData("ResNet(18)", 0)]
    [InlineData("ResNet(18, Batch = 8)", 3)]
    [InlineData("ResNet(50, Batch = 8)", 8)]
    [InlineData("ResNet(BlockType.Basic, 3, 3, 3, Stem = Stem.Conv3x3, BaseWidth = 16, InputHeight = 28, InputWidth = 28, Batch = 8)", 0)]
    public void Large_maps_of_a_batch_are_taken_image_by_image(string attribute, int blocks) =>
        Assert.Equal(blocks, Networks.Plan(attribute).ImagewiseBlocks);

    [Theory]
    [MemberData(nameof(All))]
    public void Buffers_are_aligned_and_inside(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);

        Assert.All(plan.Operations.SelectMany(Written), buffer =>
        {
            Assert.Equal(0, buffer.Offset % 16);
            Assert.InRange(buffer.Offset, 0, plan.WorkspaceFloats - Floats(buffer));
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Workspace_is_hardly_larger_than_what_is_alive_at_once(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);
        Operation[][] phases = [.. plan.Blocks.SelectMany(block => block.Phases).Select(phase => phase.ToArray())];

        int imagewisePhases = plan.Blocks.Take(plan.ImagewiseBlocks).Sum(block => block.Phases.Length);
        long most = 0;
        for (int phase = 0; phase < phases.Length; phase++)
        {
            IEnumerable<Buffer> writtenByNow = phases.Take(phase + 1).SelectMany(operations => operations).Select(operation => operation.Writes);
            HashSet<Buffer> readFromNow = [.. phases.Skip(phase).SelectMany(operations => operations).SelectMany(operation => operation.Reads)];
            IEnumerable<Buffer> collected = phase < imagewisePhases ? [Collected(plan)!] : [];
            Buffer[] alive = [.. phases[phase].SelectMany(Written).Concat(writtenByNow.Where(readFromNow.Contains)).Concat(collected).Distinct()];
            most = Math.Max(most, alive.Sum(buffer => Floats(buffer)));
        }

        Assert.InRange(plan.WorkspaceFloats, most, most * 1.3);
    }

    private static IEnumerable<Buffer> Written(Operation operation) =>
        operation.Scratch is { } scratch ? [operation.Writes, scratch] : [operation.Writes];

    /// <summary>The output of the last block that takes images one by one.</summary>
    private static Buffer? Collected(NetworkPlan plan) =>
        plan.ImagewiseBlocks == 0 ? null : plan.Blocks[plan.ImagewiseBlocks - 1].Phases[^1][0].Writes;

    /// <summary>By the definitions of the layouts, so that a wrong size of theirs is seen.</summary>
    private static long Floats(Buffer buffer)
    {
        long floats = buffer switch
        {
            Activation a => Blocks(a.Channels) * 16L * (a.Height + (2 * a.Halo)) * (a.Width + (2 * a.Halo)),
            Features f => Blocks(f.Count) * 16L,
            InputPlanes p => (long)p.Channels * (p.Height + (2 * p.Border)) * (p.Width + (2 * p.Border)),
            _ => 0,
        };
        Assert.InRange(buffer.FloatsPerImage, floats, long.MaxValue);
        return buffer.FloatsPerImage * buffer.Images;

        static int Blocks(int channels) => (channels + 15) / 16;
    }
}
