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
            one.Offset < other.Offset + Floats(plan, other) && other.Offset < one.Offset + Floats(plan, one);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Buffers_are_aligned_and_inside(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);

        Assert.All(plan.Operations.SelectMany(Written), buffer =>
        {
            Assert.Equal(0, buffer.Offset % 16);
            Assert.InRange(buffer.Offset, 0, plan.WorkspaceFloats - Floats(plan, buffer));
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Workspace_is_hardly_larger_than_what_is_alive_at_once(string attribute)
    {
        NetworkPlan plan = Networks.Plan(attribute);
        Operation[][] phases = [.. plan.Blocks.SelectMany(block => block.Phases).Select(phase => phase.ToArray())];

        long most = 0;
        for (int phase = 0; phase < phases.Length; phase++)
        {
            IEnumerable<Buffer> writtenByNow = phases.Take(phase + 1).SelectMany(operations => operations).Select(operation => operation.Writes);
            HashSet<Buffer> readFromNow = [.. phases.Skip(phase).SelectMany(operations => operations).SelectMany(operation => operation.Reads)];
            Buffer[] alive = [.. phases[phase].SelectMany(Written).Concat(writtenByNow.Where(readFromNow.Contains)).Distinct()];
            most = Math.Max(most, alive.Sum(buffer => Floats(plan, buffer)));
        }

        Assert.InRange(plan.WorkspaceFloats, most, most * 1.3);
    }

    private static IEnumerable<Buffer> Written(Operation operation) =>
        operation.Scratch is { } scratch ? [operation.Writes, scratch] : [operation.Writes];

    /// <summary>By the definitions of the layouts, so that a wrong size of theirs is seen.</summary>
    private static long Floats(NetworkPlan plan, Buffer buffer)
    {
        long floats = buffer switch
        {
            Activation a => Blocks(a.Channels) * 16L * (a.Height + (2 * a.Halo)) * (a.Width + (2 * a.Halo)),
            Features f => Blocks(f.Count) * 16L,
            InputPlanes p => (long)p.Channels * (p.Height + (2 * p.Border)) * (p.Width + (2 * p.Border)),
            _ => 0,
        };
        Assert.InRange(buffer.FloatsPerImage, floats, long.MaxValue);
        return buffer.FloatsPerImage * plan.Spec.Batch;

        static int Blocks(int channels) => (channels + 15) / 16;
    }
}
