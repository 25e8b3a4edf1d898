namespace ResNetGen.Cli.Tests.Support;

/// <summary>Directories of pictures of classes, from those of Fashion-MNIST.</summary>
internal sealed class ClassDirectories : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string Path => _directory.Path;

    /// <summary>The first images of each class, some of which are skipped.</summary>
    /// <param name="name">The directory to put them into.</param>
    /// <param name="labels">Numbers of the classes.</param>
    /// <param name="count">Images of each class; there may be fewer.</param>
    /// <param name="skip">Images of each class before those.</param>
    /// <returns>The directory.</returns>
    public string AddFashion(string name, int[] labels, int count, int skip = 0)
    {
        foreach (int label in labels)
        {
            IEnumerable<int> indices = Enumerable
                .Range(0, FashionTestSet.Count)
                .Where(index => FashionTestSet.Labels[index] == label)
                .Skip(skip)
                .Take(count);
            foreach (int index in indices)
            {
                Write(System.IO.Path.Combine(name, $"class-{label}", $"{index:000}.png"), FashionTestSet.Png(index));
            }
        }

        return In(name);
    }

    public string Write(string name, byte[] content)
    {
        string path = In(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _directory.Dispose();
}
