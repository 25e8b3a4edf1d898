using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using ResNetGen.Extensions.AI;
using ResNetGen.Imaging;
using Samples.SimilarPictures;

const int ATime = 64;
const int Shown = 5;

// Another network, other weights or another preprocessing make other embeddings: give them another name.
const string Model = "imagenet18";

if (args.Length != 3)
{
    Console.Error.WriteLine("Usage: SimilarPictures INDEX FOLDER PICTURE");
    return 2;
}

try
{
    string folder = Path.GetFullPath(args[1]) + Path.DirectorySeparatorChar;
    using IEmbeddingGenerator<Picture, Embedding<float>> generator = ImageNet18
        .LoadEmbedded()
        .AsIEmbeddingGenerator(ImageNet18.Preprocessing, modelId: Model);
    Embedding<float> wanted = await generator.GenerateAsync(Picture.Load(args[2]));
    using PictureIndex index = new(args[0]);
    await UpdateAsync(index, generator, folder);
    foreach ((string path, float cosine) in index.Search(wanted.Vector, Model, folder, Shown))
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cosine:0.000}  {path}"));
    }

    return 0;
}
catch (Exception unusable)
    when (unusable is PictureException or IOException or UnauthorizedAccessException or SqliteException)
{
    // The message names the file, what is wrong with it and what to do.
    Console.Error.WriteLine(unusable.Message);
    return 1;
}

// Embeds what is new in the folder or has changed, and forgets what is gone.
static async Task UpdateAsync(
    PictureIndex index,
    IEmbeddingGenerator<Picture, Embedding<float>> generator,
    string folder
)
{
    string[] extensions = [".png", ".jpg", ".jpeg", ".bmp"];
    HashSet<string> paths =
    [
        .. Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => extensions.Contains(Path.GetExtension(path).ToLowerInvariant())),
    ];
    HashSet<string> unreadable = [];
    int embedded = 0;

    // As many at a time as a run that is cut short may lose.
    foreach ((string Path, byte[] Hash)[] changed in Changed().Chunk(ATime))
    {
        List<(string Path, byte[] Hash)> read = [];
        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(Pictures(changed, read));
        index.Put(read.Zip(embeddings, (one, embedding) => (one.Path, one.Hash, embedding.Vector)), Model);
        embedded += read.Count;
    }

    int removed = index.RemoveOthers(folder, paths.Except(unreadable).ToHashSet());
    Console.Error.WriteLine(
        $"{paths.Count} pictures: {embedded} embedded, {removed} removed, {unreadable.Count} unreadable"
    );

    IEnumerable<(string Path, byte[] Hash)> Changed()
    {
        foreach (string path in paths.Order(StringComparer.Ordinal))
        {
            byte[] hash = SHA256.HashData(File.ReadAllBytes(path));
            if (!index.Has(path, hash, Model))
            {
                yield return (path, hash);
            }
        }
    }

    // The generator asks for the next when it has a fork for it.
    IEnumerable<Picture> Pictures(
        IEnumerable<(string Path, byte[] Hash)> changed,
        List<(string Path, byte[] Hash)> read
    )
    {
        foreach ((string Path, byte[] Hash) one in changed)
        {
            Picture picture;
            try
            {
                picture = Picture.Load(one.Path);
            }
            catch (PictureException broken)
            {
                Console.Error.WriteLine(broken.Message);
                unreadable.Add(one.Path);
                continue;
            }

            read.Add(one);
            yield return picture;
        }
    }
}
