using ResNetGen.Cli.Jobs;
using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests.Jobs;

public class SortedPathsTests
{
    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(9, 10, 0)]
    [InlineData(10, 10, 0)]
    [InlineData(11, 10, 1)]
    [InlineData(1000, 7, 142)]
    public void AreInOrderAndOnce(int count, int fitting, int pieces)
    {
        using TemporaryDirectory directory = new();
        Random random = new(count);
        string[] paths = [.. Enumerable.Range(0, count).Select(_ => $"d{random.Next(9)}/ü {random.Next(300)}\n.jpg")];
        using (SortedPaths sorted = new(directory.Path, fitting))
        {
            foreach (string path in paths)
            {
                sorted.Add(path);
            }

            Assert.Equal(pieces, sorted.Pieces);
            Assert.Equal(paths.Distinct().Order(StringComparer.Ordinal), sorted.Read());
        }

        Assert.Empty(Directory.EnumerateFiles(directory.Path));
    }
}
