using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using ResNetGen.Imaging;
using ResNetGen.Weights;

namespace ResNetGen.Transfer;

/// <summary>What an <see cref="EmbeddingIndex"/> holds: features are read from its file as they are asked for.</summary>
internal sealed class KnownEmbeddings : IDisposable
{
    public const string Embeddings = "embeddings";
    public const string Entries = "entries";

    private readonly SafetensorsFile? _file;
    private readonly SafetensorsTensor? _embeddings;
    private readonly int _rowLength;
    private readonly List<(IndexEntry Entry, UInt128 Hash)> _rows = [];
    private readonly Dictionary<PictureState, int> _byState = [];
    private readonly Dictionary<UInt128, int> _byHash = [];
    private readonly HashSet<long> _lengths = [];

    /// <summary>Nothing is known.</summary>
    public KnownEmbeddings() { }

    /// <param name="file">An index, which is disposed with this.</param>
    /// <param name="rowLength">Features of a picture, all views together.</param>
    /// <exception cref="JsonException">It is damaged.</exception>
    public KnownEmbeddings(SafetensorsFile file, int rowLength)
    {
        _file = file;
        _rowLength = rowLength;
        if (!file.TryFind(Embeddings, out _embeddings) || !file.TryFind(Entries, out SafetensorsTensor? entries))
        {
            throw new JsonException("Its tensors are missing.");
        }

        ReadEntries(file, entries);
        if (
            _rows.Count > 0
            && (_embeddings.DataType != TensorDataType.F32 || _embeddings.Shape != [_rows.Count, rowLength])
        )
        {
            throw new JsonException("There are more or fewer features than pictures.");
        }
    }

    /// <summary>The pictures, in their order.</summary>
    public IReadOnlyList<PictureState> States => [.. _byState.Keys];

    /// <summary>Finds a picture as it is listed, or else reads it and finds its content.</summary>
    /// <returns>Its features; <see langword="null"/> if they are not known.</returns>
    public EmbeddedPicture? Find(PictureState picture, CancellationToken cancellationToken)
    {
        if (!_byState.TryGetValue(picture, out int row))
        {
            if (!_lengths.Contains(picture.Length))
            {
                return null;
            }

            try
            {
                ReadOnlyMemory<byte> content = PictureBytes.Read(picture.FullPath, cancellationToken);
                if (!_byHash.TryGetValue(XxHash128.HashToUInt128(content.Span), out row))
                {
                    return null;
                }
            }
            catch (PictureException)
            {
                // Whoever computes its features says why it cannot be read.
                return null;
            }
        }

        float[] features = new float[_rowLength];
        (IndexEntry entry, UInt128 hash) = _rows[row];
        _file!.ReadSingle(_embeddings!, (long)row * _rowLength, features);
        return entry.Fits(hash, features) ? new EmbeddedPicture(picture.FullPath, features, hash) : null;
    }

    public void Dispose() => _file?.Dispose();

    private void ReadEntries(SafetensorsFile file, SafetensorsTensor tensor)
    {
        if (tensor.ByteLength > Array.MaxLength)
        {
            throw new JsonException("More entries than there can be.");
        }

        byte[] text = new byte[tensor.ByteLength];
        using MemoryStream stream = new(text);
        file.ToValues(tensor).Write(stream);
        ReadOnlySpan<byte> lines = text;
        foreach (Range line in lines.Split((byte)'\n'))
        {
            if (lines[line].IsEmpty)
            {
                continue;
            }

            IndexEntry entry =
                JsonSerializer.Deserialize(lines[line], ClassifierJson.Default.IndexEntry)
                ?? throw new JsonException("An object is expected, null found.");
            if (
                !UInt128.TryParse(
                    entry.Hash,
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out UInt128 hash
                ) || !_byState.TryAdd(new PictureState(entry.Path, entry.Length, entry.Modified), _rows.Count)
            )
            {
                throw new JsonException("An entry is wrong.");
            }

            _byHash[hash] = _rows.Count;
            _lengths.Add(entry.Length);
            _rows.Add((entry, hash));
        }
    }
}
