using System.Globalization;
using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using ResNetGen.Imaging;

namespace ResNetGen.Transfer;

/// <summary>
/// From files of pictures to features, on all processors: while one picture is decoded, others run through the network.
/// Memory is bounded, however many pictures there are; results do not depend on the number of workers.
/// </summary>
/// <example><code>
/// using PictureEmbedder embedder = new(Backbone.LoadEmbedded(), Backbone.Preprocessing);
/// foreach (EmbeddedPicture picture in embedder.Embed(Directory.EnumerateFiles("flowers/rose")))
/// {
///     Console.WriteLine(picture.Problem ?? $"{picture.Path}: {picture.Features.Length} features");
/// }
/// </code></example>
public sealed class PictureEmbedder : IDisposable
{
    private readonly Preprocessing _preprocessing;
    private readonly bool _mirrored;
    private readonly Forks _forks;

    /// <summary>Makes the workers.</summary>
    /// <param name="model">The network, best loaded with one thread: each worker has a fork of it. It is disposed with
    /// this.</param>
    /// <param name="preprocessing">How pictures are prepared for it.</param>
    /// <param name="mirrored">Whether the features of the mirror image are computed too: augmentation for
    /// training.</param>
    /// <param name="workers">How many pictures are worked on at once; 0 for one for each processor.</param>
    /// <exception cref="NotSupportedException">The network cannot be forked, and more than one worker is asked
    /// for.</exception>
    /// <exception cref="ArgumentException">The preprocessing makes inputs of another length than the network
    /// takes.</exception>
    public PictureEmbedder(IImageModel model, Preprocessing preprocessing, bool mirrored = false, int workers = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(preprocessing);
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        if (preprocessing.Length != model.Network.InputLength)
        {
            throw new ArgumentException(
                $"The preprocessing makes {preprocessing.Length} floats of a picture, and {model.Network.Name} takes "
                    + $"{model.Network.InputLength}: adapt it with {nameof(Preprocessing.ForInput)}.",
                nameof(preprocessing)
            );
        }

        _preprocessing = preprocessing;
        _mirrored = mirrored;
        _forks = new Forks(model, workers == 0 ? Environment.ProcessorCount : workers);
    }

    /// <summary>Features of one image.</summary>
    public int EmbeddingLength => _forks.Model.Network.EmbeddingLength;

    /// <summary>Rows of <see cref="EmbeddedPicture.Features"/>: 1, or 2 with mirror images.</summary>
    public int Views => _mirrored ? 2 : 1;

    /// <summary>Computes the features of pictures. One enumeration at a time.</summary>
    /// <param name="paths">Files. They are read as results are taken.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A result for each path, in their order. A picture that cannot be used says why.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IEnumerable<EmbeddedPicture> Embed(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        IReadOnlyList<Worker> workers = _forks.Select(model => new Worker(this, model));
        return OrderedWork.Run(
            workers,
            paths,
            (worker, path) => worker.Embed(path, cancellationToken),
            cancellationToken
        );
    }

    /// <summary>
    /// Tells apart embedders whose features differ: by what they give for a picture of noise. Where weights come from does
    /// not matter, nor their format.
    /// </summary>
    internal string Identity()
    {
        UInt128 hash = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(Fingerprint().AsSpan()));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_forks.Model.Network.Declaration} {hash:x32} {Views} {PreprocessingJson.Write(_preprocessing, "")}"
        );
    }

    /// <summary>What a classifier's file keeps of the network (<see cref="ClassifierFile.Fingerprint"/>).</summary>
    public float[] Fingerprint() => NetworkFingerprint.Of(_forks.Model);

    /// <inheritdoc/>
    public void Dispose() => _forks.Dispose();

    private sealed class Worker(PictureEmbedder embedder, IImageModel model)
    {
        private readonly float[] _image = new float[embedder._preprocessing.Length];

        public EmbeddedPicture Embed(string path, CancellationToken cancellationToken)
        {
            PictureContent content = PictureContent.Read(path, cancellationToken);
            HashedPicture file = HashedPicture.Decode(Preprocessing, content, cancellationToken);
            if (file.Picture is not { } picture)
            {
                return new EmbeddedPicture(path, default, file.ContentHash, file.Problem);
            }

            float[] features = new float[embedder.Views * embedder.EmbeddingLength];
            Embed(picture, features.AsSpan(0, embedder.EmbeddingLength));
            if (embedder._mirrored)
            {
                Embed(Mirror(picture), features.AsSpan(embedder.EmbeddingLength));
            }

            return TensorPrimitives.IsFiniteAll<float>(features)
                ? new EmbeddedPicture(path, features, file.ContentHash)
                : new EmbeddedPicture(path, default, file.ContentHash, $"{path}: the weights give no finite result.");
        }

        private Preprocessing Preprocessing => embedder._preprocessing;

        private void Embed(Picture picture, Span<float> features)
        {
            Preprocessing.Apply(picture, _image);
            model.Embed(_image, features);
        }

        private Picture Mirror(Picture picture)
        {
            Picture upright = Preprocessing.TurnUpright ? picture.ToUpright() : picture;
            PixelLayout layout = upright.Channels == 1 ? PixelLayout.Grey : PixelLayout.Rgb;
            return Picture
                .FromPixels(
                    upright.Pixels,
                    upright.Width,
                    upright.Height,
                    layout,
                    orientation: PictureOrientation.TopRight
                )
                .ToUpright();
        }
    }
}
