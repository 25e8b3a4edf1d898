using ResNetGen.Cli.Jobs;
using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests.Jobs;

public class JournalTests
{
    private static readonly PartRow[] Rows =
    [
        new("a.jpg", UInt128.MaxValue, [1, float.Epsilon, -0f], []),
        new("b/\n.jpg", 0, [], [], "no such file"),
        new("c.jpg", 7, [0.5f], [3]),
    ];

    [Fact]
    public void GivesBackWhatItWasGiven()
    {
        using TemporaryDirectory directory = new();
        string path = Write(directory, Rows);
        using Journal journal = new(path, CancellationToken.None);
        Same(Rows, journal.Read());
        Assert.Equal((2, 1, "c.jpg"), (journal.Rows, journal.Failed, journal.LastGood));
    }

    // A machine that stops may leave any beginning of the file.
    [Fact]
    public void GoesOnAfterAnyCut()
    {
        using TemporaryDirectory directory = new();
        string path = Write(directory, Rows);
        byte[] whole = File.ReadAllBytes(path);
        long[] ends = [.. Enumerable.Range(0, 4).Select(count => new FileInfo(Write(directory, Rows[..count])).Length)];
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            int left = ends.Count(end => end <= length) - 1;
            using (Journal journal = new(path, CancellationToken.None))
            {
                Same(Rows[..left], journal.Read());
                foreach (PartRow row in Rows[left..])
                {
                    journal.Add(row);
                }
            }

            Assert.Equal(whole, File.ReadAllBytes(path));
        }
    }

    // Disks keep blocks of a file that they did not get to write: they are zero, or something else.
    [Fact]
    public void EndsBeforeARecordThatIsDamaged()
    {
        using TemporaryDirectory directory = new();
        byte[] whole = File.ReadAllBytes(Write(directory, Rows));
        long first = new FileInfo(Write(directory, Rows[..1])).Length;
        for (long index = first; index < whole.Length; index++)
        {
            byte[] damaged = [.. whole];
            damaged[index] ^= 0x41;
            using Journal journal = new(directory.Write("journal", damaged), CancellationToken.None);
            PartRow[] left = [.. journal.Read()];
            Same(Rows[..left.Length], left);
            Assert.InRange(left.Length, 1, 2);
        }
    }

    private static string Write(TemporaryDirectory directory, PartRow[] rows)
    {
        string path = directory.Write("journal", "");
        using Journal journal = new(path, CancellationToken.None);
        foreach (PartRow row in rows)
        {
            journal.Add(row);
        }

        return path;
    }

    private static void Same(IEnumerable<PartRow> expected, IEnumerable<PartRow> found) =>
        Assert.Equal(expected.Select(Text), found.Select(Text));

    private static string Text(PartRow row) =>
        $"{row.Path} {row.ContentHash:x} {string.Join(' ', row.Values.Select(BitConverter.SingleToInt32Bits))} "
        + $"{string.Join(' ', row.Classes)} {row.Problem}";
}
