using System.Buffers.Binary;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Imaging;

namespace ResNetGen.Transfer.Tests.Support;

/// <summary>Pictures of noise in a directory that goes with its test, and a network that counts what it sees.</summary>
internal sealed class PictureFolder : IDisposable
{
    private const int Side = 16;
    private const int HeaderBytes = 54;

    private static readonly byte[] Weights = WeightFiles.For(TinyNetwork.Network);

    private readonly CountingModel.Counter _counter = new();

    public static Preprocessing Preprocessing { get; } =
        Preprocessing.TorchvisionV1 with
        {
            ShorterSide = Side,
            CropHeight = Side,
            CropWidth = Side,
        };

    public string Root { get; } = Directory.CreateTempSubdirectory("resnetgen-index-").FullName;

    public string Index => Path.Combine(Root, ".index.safetensors");

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Writes a picture; the same seed gives the same one.</summary>
    public void Write(string name, int seed)
    {
        byte[] file = new byte[HeaderBytes + (Side * Side * 3)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), Side);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), Side);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        new Random(seed).NextBytes(file.AsSpan(HeaderBytes));
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], file);

        // Clocks of file systems are coarse: each picture has a time of its own.
        File.SetLastWriteTimeUtc(this[name], DateTime.UnixEpoch.AddDays(seed));
    }

    public PictureEmbedder Embedder(Preprocessing? preprocessing = null, bool mirrored = false) =>
        new(
            new CountingModel(TinyNetwork.Load(Weights), _counter),
            preprocessing ?? Preprocessing,
            mirrored,
            workers: 2
        );

    /// <summary>Brings the index up to date.</summary>
    /// <param name="paths">The pictures.</param>
    /// <param name="runs">How many of them ran through the network.</param>
    /// <param name="reports">What was said.</param>
    public IReadOnlyList<EmbeddedPicture> Update(string[] paths, out int runs, List<string>? reports = null)
    {
        using PictureEmbedder embedder = Embedder();
        return Update(embedder, paths, out runs, reports);
    }

    public IReadOnlyList<EmbeddedPicture> Update(
        PictureEmbedder embedder,
        string[] paths,
        out int runs,
        List<string>? reports = null,
        IProgress<double>? progress = null,
        CancellationToken stop = default
    )
    {
        // One run tells which network it is.
        _counter.Runs = -1;
        try
        {
            return EmbeddingIndex.Update(
                Index,
                Root,
                paths,
                embedder,
                text => (reports ?? []).Add(text),
                progress,
                stop
            );
        }
        finally
        {
            runs = _counter.Runs;
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
