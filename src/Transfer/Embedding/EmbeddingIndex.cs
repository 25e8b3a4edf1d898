using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using ResNetGen.Weights;

namespace ResNetGen.Transfer;

/// <summary>
/// Features of the pictures of a directory, kept in a file: only new and changed pictures run through the network. A
/// picture is known again by its path, length and time of modification, or else by its content.
/// </summary>
/// <remarks>
/// The file is safetensors: <c>embeddings</c> <c>[picture][view x feature]</c>, and in <c>entries</c> a line of JSON for
/// each picture. Its metadata tell network and preprocessing.
/// </remarks>
/// <example><code>
/// IReadOnlyList&lt;EmbeddedPicture&gt; pictures = EmbeddingIndex.Update(
///     "photos.safetensors", "photos", ["garden.jpg", "sea/shore.jpg"], embedder);
/// </code></example>
public static class EmbeddingIndex
{
    // Raised when the same file would give other features, or an entry is another.
    private const string Version = "1";

    // The first of the keys by their order: a file begins with it, whole or damaged.
    private const string VersionKey = "resnetgen.index";
    private const string NetworkKey = "resnetgen.index.network";
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(1);
    private const int HeaderLengthBytes = sizeof(ulong);

    private static ReadOnlySpan<byte> Beginning => "{\"__metadata__\":{\"resnetgen.index\":"u8;

    /// <summary>Gives the features of pictures, and brings the file up to date.</summary>
    /// <param name="file">
    /// The file. It is made if it is not there, and made anew if it is of another network or damaged. It has the given
    /// pictures then, and no others. If the work ends early, it has what was computed until then.
    /// </param>
    /// <param name="root">The directory of the pictures.</param>
    /// <param name="paths">Paths of the pictures, relative to it.</param>
    /// <param name="embedder">Computes features.</param>
    /// <param name="report">Takes a sentence that says why the file is made anew.</param>
    /// <param name="progress">Takes the share of the pictures that is done, on the thread that called.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>
    /// A result for each path, in their order; <see cref="EmbeddedPicture.Path"/> begins with
    /// <paramref name="root"/>. One that cannot be used says why, and is tried again the next time.
    /// </returns>
    /// <exception cref="WeightFileException">Another file is in its place.</exception>
    /// <exception cref="IOException">The file cannot be read or written: this is found before the work.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read or write it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<EmbeddedPicture> Update(
        string file,
        string root,
        IReadOnlyList<string> paths,
        PictureEmbedder embedder,
        Action<string>? report = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(embedder);
        string network = embedder.Identity();
        PictureState[] states = [.. paths.Select(path => PictureState.Of(root, path))];
        EmbeddedPicture?[] pictures = new EmbeddedPicture?[states.Length];
        List<int> missing = [];
        IReadOnlyList<PictureState> before;

        // It is closed before it is replaced, which Windows asks for.
        using (KnownEmbeddings known = Open(file, network, embedder.Views * embedder.EmbeddingLength, report))
        {
            before = known.States;
            for (int index = 0; index < states.Length; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                pictures[index] = known.Find(states[index], cancellationToken);
                if (pictures[index] is null)
                {
                    missing.Add(index);
                }
                else
                {
                    progress?.Report((double)(index + 1 - missing.Count) / states.Length);
                }
            }
        }

        if (missing.Count > 0)
        {
            // Nobody waits for what cannot be kept.
            using TargetFile probe = new(file, Replaceable.Any, _ => { });
        }

        int computed = 0,
            saved = 0;
        long savedAt = Stopwatch.GetTimestamp();
        try
        {
            foreach (
                EmbeddedPicture picture in embedder.Embed(
                    missing.Select(index => states[index].FullPath),
                    cancellationToken
                )
            )
            {
                pictures[missing[computed++]] = picture;
                progress?.Report((double)(states.Length - missing.Count + computed) / states.Length);
                if (Stopwatch.GetElapsedTime(savedAt) > SaveEvery)
                {
                    // A machine that stops loses minutes, not hours.
                    Save(file, network, Rows(states, pictures));
                    (saved, savedAt) = (computed, Stopwatch.GetTimestamp());
                }
            }
        }
        finally
        {
            (PictureState State, EmbeddedPicture Picture)[] rows = Rows(states, pictures);
            if (
                missing.Take(saved..computed).Any(index => pictures[index] is { Problem: null })
                || (saved == 0 && !rows.Select(row => row.State).SequenceEqual(before))
            )
            {
                Save(file, network, rows);
            }
        }

        return pictures!;
    }

    private static (PictureState State, EmbeddedPicture Picture)[] Rows(
        PictureState[] states,
        EmbeddedPicture?[] pictures
    ) =>
        [
            .. states
                .Zip(pictures)
                .Where(pair => pair.Second is { Problem: null })
                .Select(pair => (pair.First, pair.Second!))
                .DistinctBy(pair => pair.First),
        ];

    private static KnownEmbeddings Open(string path, string network, int rowLength, Action<string>? report)
    {
        if (!Path.Exists(path))
        {
            return new KnownEmbeddings();
        }

        TargetFile.Check(path, Replaceable.Any);
        if (!IsIndex(path))
        {
            throw new WeightFileException(
                path,
                "this is no index of the features of pictures",
                "Delete it, or choose another name for the index."
            );
        }

        SafetensorsFile? file = null;
        string problem;
        try
        {
            file = SafetensorsFile.Open(path);
            problem =
                file.Metadata.GetValueOrDefault(VersionKey) != Version ? "another version of this program wrote it"
                : file.Metadata.GetValueOrDefault(NetworkKey) != network
                    ? "its features are of another network, or of pictures that were prepared in another way, or mirrored"
                : "";
            if (problem.Length == 0)
            {
                return new KnownEmbeddings(file, rowLength);
            }
        }
        catch (Exception damaged) when (damaged is WeightFileException or JsonException)
        {
            problem = "it is damaged";
        }

        file?.Dispose();
        report?.Invoke($"{path}: the index is made anew, since {problem}.");
        return new KnownEmbeddings();
    }

    // What a cut or overwritten file begins with, if it was one. An empty file may become one.
    private static bool IsIndex(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] start = new byte[HeaderLengthBytes + Beginning.Length];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return read == 0 || start.AsSpan(HeaderLengthBytes).SequenceEqual(Beginning);
    }

    private static void Save(string path, string network, (PictureState State, EmbeddedPicture Picture)[] rows)
    {
        using MemoryStream entries = new();
        foreach ((PictureState state, EmbeddedPicture picture) in rows)
        {
            IndexEntry entry = IndexEntry.Of(state, picture.ContentHash, picture.Features.Span);
            JsonSerializer.Serialize(entries, entry, ClassifierJson.Default.IndexEntry);
            entries.WriteByte((byte)'\n');
        }

        long rowLength = rows.Length == 0 ? 0 : rows[0].Picture.Features.Length;
        SafetensorsWriter.Write(
            path,
            [
                new SafetensorsValues(
                    KnownEmbeddings.Embeddings,
                    TensorDataType.F32,
                    [rows.Length, rowLength],
                    rows.Length * rowLength * sizeof(float),
                    stream =>
                    {
                        foreach ((_, EmbeddedPicture picture) in rows)
                        {
                            stream.Write(MemoryMarshal.AsBytes(picture.Features.Span));
                        }
                    }
                ),
                new SafetensorsValues(
                    KnownEmbeddings.Entries,
                    TensorDataType.U8,
                    [entries.Length],
                    entries.Length,
                    stream => entries.WriteTo(stream)
                ),
            ],
            overwrite: true,
            new Dictionary<string, string> { [VersionKey] = Version, [NetworkKey] = network }
        );
    }
}
