using System.Text.Json;
using ResNetGen.Imaging;
using ResNetGen.Weights;

namespace ResNetGen.Transfer;

/// <summary>
/// A learnt classifier in a safetensors file: <c>fc.weight</c> and <c>fc.bias</c>, and in <c>__metadata__</c> its labels,
/// the network that its features are of, how pictures are prepared, and where it comes from. With the weights of that
/// network beside them it is what <c>Load</c> takes, of a class with as many <c>Classes</c>.
/// </summary>
public sealed record ClassifierFile
{
    private const string Weight = "fc.weight";
    private const string Bias = "fc.bias";
    private const string LabelsKey = "resnetgen.labels";
    private const string ModelKey = "resnetgen.model";
    private const string PreprocessingKey = "resnetgen.preprocessing";
    private const string FingerprintKey = "resnetgen.fingerprint";
    private const string NotesKey = "resnetgen.training";

    /// <summary>Makes a file's content.</summary>
    /// <param name="classifier">The classifier.</param>
    public ClassifierFile(LinearClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        Classifier = classifier;
    }

    /// <summary>The classifier.</summary>
    public LinearClassifier Classifier { get; }

    /// <summary>The network that its features are of: a name of the command line, or a class; empty if it is not
    /// known.</summary>
    public string Model { get; init; } = "";

    /// <summary>
    /// How pictures are prepared; <see langword="null"/> if it is not known. Of a
    /// <see cref="Preprocessing.MeanImage"/> only a hash is kept: <see cref="PreprocessingFor"/> puts it back.
    /// </summary>
    public Preprocessing? Preprocessing
    {
        get;
        init
        {
            field = value;
            MeanImageHash = "";
        }
    }

    /// <summary>
    /// What the network gives for an image of noise (<see cref="PictureEmbedder.Fingerprint"/>): its weights are known by it.
    /// Empty if it is not known.
    /// </summary>
    public IReadOnlyList<float> Fingerprint { get; init; } = [];

    /// <summary>Where it comes from, in whatever words: pictures, accuracy, versions.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>XXH128 of the mean image, in hexadecimal digits; empty without one.</summary>
    internal string MeanImageHash { get; init; } = "";

    /// <summary>Reads a classifier from a file that <see cref="Save(string, bool)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightFileException">The file is missing, unreadable or no safetensors, or has no
    /// classifier.</exception>
    public static ClassifierFile Load(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return Read(file);
    }

    /// <summary>Whether a file is meant to have a classifier alone, without the network before it.</summary>
    internal static bool IsHead(SafetensorsFile file) =>
        file.Tensors.Count == 2
        && file.Metadata.ContainsKey(LabelsKey)
        && file.TryFind(Weight, out _)
        && file.TryFind(Bias, out _);

    /// <summary>Whether it was learnt on a network's features, as far as is known.</summary>
    /// <param name="model">The network.</param>
    public bool IsLearntOn(IImageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Network.EmbeddingLength == Classifier.EmbeddingLength
            && (Fingerprint.Count == 0 || NetworkFingerprint.AreSame([.. Fingerprint], NetworkFingerprint.Of(model)));
    }

    internal static ClassifierFile Read(SafetensorsFile file)
    {
        if (
            !file.Metadata.TryGetValue(LabelsKey, out string? labels)
            || !file.TryFind(Weight, out SafetensorsTensor? weight)
            || !file.TryFind(Bias, out SafetensorsTensor? bias)
        )
        {
            throw new WeightFileException(
                file.Name,
                $"no classifier with labels is in it: {Weight}, {Bias} and, in its metadata, {LabelsKey} are expected",
                "'resnetgen fit' makes one from pictures."
            );
        }

        try
        {
            string[] names = JsonSerializer.Deserialize(labels, ClassifierJson.Default.StringArray) ?? [];
            if (
                weight.Shape.ToArray() is not [var classes, > 0 and < int.MaxValue]
                || classes != names.Length
                || !bias.Shape.SequenceEqual([classes])
            )
            {
                throw Wrong(
                    file,
                    $"{Weight} is {weight.Shape} and {Bias} {bias.Shape}, for {names.Length} labels of classes"
                );
            }

            float[] weights = new float[weight.ElementCount],
                offsets = new float[bias.ElementCount];
            file.ReadSingle(weight, weights);
            file.ReadSingle(bias, offsets);
            (Preprocessing? preprocessing, string meanImage) = file.Metadata.TryGetValue(
                PreprocessingKey,
                out string? prepared
            )
                ? PreprocessingJson.Read(prepared)
                : (null, "");
            return new ClassifierFile(new LinearClassifier(names, weights, offsets))
            {
                Model = file.Metadata.GetValueOrDefault(ModelKey, ""),
                Preprocessing = preprocessing,
                MeanImageHash = meanImage,
                Fingerprint = file.Metadata.TryGetValue(FingerprintKey, out string? fingerprint)
                    ? JsonSerializer.Deserialize(fingerprint, ClassifierJson.Default.SingleArray) ?? []
                    : [],
                Notes = file.Metadata.TryGetValue(NotesKey, out string? notes)
                    ? JsonSerializer.Deserialize(notes, ClassifierJson.Default.DictionaryStringString) ?? []
                    : [],
            };
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or OverflowException)
        {
            throw Wrong(file, $"what it says of the classifier is wrong: {wrong.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Writes the classifier: all of the file, or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether a file that is there already is replaced.</param>
    /// <exception cref="IOException">Something is there already, or the file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    public void Save(string path, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafetensorsWriter.Write(path, Tensors(network: null), overwrite, Metadata());
    }

    /// <summary>
    /// Writes the classifier and the weights of the network before it: what <c>Load</c> takes, of a class with as many
    /// <c>Classes</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network's weights, under torchvision's names. A classifier among them is left
    /// out.</param>
    /// <param name="overwrite">Whether a file that is there already is replaced.</param>
    /// <inheritdoc cref="Save(string, bool)" path="/exception"/>
    public void Save(string path, SafetensorsFile network, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(network);
        SafetensorsWriter.Write(path, Tensors(network), overwrite, Metadata());
    }

    /// <summary>Writes the bytes of a file.</summary>
    internal void Write(Stream stream, SafetensorsFile? network) =>
        SafetensorsWriter.Write(stream, Tensors(network), Metadata());

    /// <summary>How pictures are prepared, with the mean image of the network's own preprocessing.</summary>
    /// <param name="network">How pictures are prepared for the network.</param>
    /// <exception cref="InvalidOperationException">The classifier was learnt with another mean image.</exception>
    public Preprocessing PreprocessingFor(Preprocessing network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Preprocessing is null ? network
            : MeanImageHash.Length == 0 || MeanImageHash == PreprocessingJson.Hash(Preprocessing.MeanImage)
                ? Preprocessing
            : MeanImageHash == PreprocessingJson.Hash(network.MeanImage)
                ? Preprocessing with
                {
                    MeanImage = network.MeanImage,
                }
            : throw new InvalidOperationException(
                "The classifier was learnt with another mean image than that of this network: take the network that it was learnt on."
            );
    }

    private IEnumerable<SafetensorsValues> Tensors(SafetensorsFile? network) =>
        [
            .. network?.Tensors.Where(tensor => tensor.Name is not (Weight or Bias)).Select(network.ToValues) ?? [],
            SafetensorsValues.Of(
                Weight,
                [Classifier.Labels.Count, Classifier.EmbeddingLength],
                () => Classifier.Weight
            ),
            SafetensorsValues.Of(Bias, [Classifier.Labels.Count], () => Classifier.Bias),
        ];

    private Dictionary<string, string> Metadata()
    {
        Dictionary<string, string> metadata = new()
        {
            [LabelsKey] = JsonSerializer.Serialize([.. Classifier.Labels], ClassifierJson.Default.StringArray),
        };
        if (Model.Length > 0)
        {
            metadata[ModelKey] = Model;
        }

        if (Preprocessing is not null)
        {
            metadata[PreprocessingKey] = PreprocessingJson.Write(Preprocessing, MeanImageHash);
        }

        if (Fingerprint.Count > 0)
        {
            metadata[FingerprintKey] = JsonSerializer.Serialize([.. Fingerprint], ClassifierJson.Default.SingleArray);
        }

        if (Notes.Count > 0)
        {
            metadata[NotesKey] = JsonSerializer.Serialize(
                new SortedDictionary<string, string>(Notes.ToDictionary(), StringComparer.Ordinal),
                ClassifierJson.Default.SortedDictionaryStringString
            );
        }

        return metadata;
    }

    private static WeightFileException Wrong(SafetensorsFile file, string problem) =>
        new(
            file.Name,
            problem,
            "The file is damaged, or another program wrote it. Make it again with 'resnetgen fit'."
        );
}
