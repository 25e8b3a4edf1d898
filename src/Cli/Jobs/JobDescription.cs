using System.Text.Json;
using System.Text.Json.Serialization;
using ResNetGen.Cli.Output;
using ResNetGen.Imaging;
using ResNetGen.Transfer;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Jobs;

/// <summary>What a part is made of: it stands beside the part, and in the directory of unfinished work.</summary>
/// <param name="Version">The version of files that are written.</param>
/// <param name="Command">The command: <c>embed</c> or <c>classify</c>.</param>
/// <param name="Format">The ending of the file of the rows.</param>
/// <param name="Source">The directory or the list.</param>
/// <param name="Model">The network's name.</param>
/// <param name="Preprocessing">How pictures are prepared.</param>
/// <param name="Fingerprint">What the network gives for an image of noise: it tells weights apart.</param>
/// <param name="Length">Values in a row.</param>
/// <param name="Ranked">Whether the values are those of the most probable classes.</param>
/// <param name="Labels">Names of classes, where they are known.</param>
/// <param name="Shard">Which share of the pictures it is, from 0.</param>
/// <param name="Shards">How many shares there are.</param>
/// <param name="SourcePictures">Pictures of all shares, before those are left out that a list names twice.</param>
/// <param name="SourceHash">A hash of the paths of all shares: the sum of the XXH128 of each.</param>
/// <param name="Pictures">Pictures of this share.</param>
/// <param name="Repeated">Paths of this share that a list names again.</param>
/// <param name="Rows">Pictures with a row. Known at the end.</param>
/// <param name="Failed">Pictures that cannot be used. Known at the end.</param>
/// <param name="Files">The other files of the part, by the endings of their names. Known at the end.</param>
internal sealed record JobDescription(
    string Version,
    string Command,
    string Format,
    string Source,
    string Model,
    JsonElement Preprocessing,
    float[] Fingerprint,
    int Length,
    bool Ranked,
    IReadOnlyList<string>? Labels,
    int Shard,
    int Shards,
    long SourcePictures = 0,
    string SourceHash = "",
    long Pictures = 0,
    long Repeated = 0,
    long? Rows = null,
    long? Failed = null,
    IReadOnlyDictionary<string, FileSum>? Files = null
)
{
    private const int LongestRow = 1 << 20;

    /// <summary>The version of what this program writes.</summary>
    public const string CurrentVersion = "1";

    /// <summary>What is known before weights are loaded and pictures are listed.</summary>
    public static JobDescription Of(string command, JobTarget target, string model, Preprocessing preprocessing)
    {
        using JsonDocument prepared = JsonDocument.Parse(PreprocessingJson.Write(preprocessing, ""));
        return new JobDescription(
            CurrentVersion,
            command,
            target.Part.Format.Extension,
            target.Source.FullPath,
            model,
            prepared.RootElement.Clone(),
            Fingerprint: [],
            Length: 1,
            Ranked: false,
            Labels: null,
            target.Shard.Index,
            target.Shard.Count
        );
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="CommandFailure">It cannot be read, or another program wrote it.</exception>
    public static JobDescription Read(string path)
    {
        try
        {
            if (SpecialFile.Is(path))
            {
                throw new IOException("It is a pipe or a device.");
            }

            using FileStream stream = File.OpenRead(path);
            JobDescription read =
                JsonSerializer.Deserialize(stream, JobJson.Default.JobDescription)
                ?? throw new JsonException("An object is expected, null found.");
            return read.Version != CurrentVersion
                    ? throw new JsonException(
                        $"Its version is '{read.Version}', and this program writes '{CurrentVersion}'."
                    )
                : read.IsPossible ? read
                : throw new JsonException("Members are missing, or out of their ranges.");
        }
        catch (Exception unusable)
            when (unusable is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CommandFailure.CannotStart(
                $"{path}: this is no description of a part that can be used. {unusable.Message} "
                    + "Make the part again with --force, by the program that reads it."
            );
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(Stream stream) => JsonSerializer.Serialize(stream, this, JobJson.Default.JobDescription);

    /// <summary>
    /// How another part differs in what all parts of a job have alike; <see langword="null"/> where it does not. Weights
    /// that are not loaded count as alike.
    /// </summary>
    public string? Difference(JobDescription other)
    {
        return Named("command", Command, other.Command)
            ?? Named("format", Format, other.Format)
            ?? Named("model", Model, other.Model)
            ?? Named("number of shards", Shards, other.Shards)
            ?? (
                JsonElement.DeepEquals(Preprocessing, other.Preprocessing)
                    ? null
                    : $"pictures are prepared in two ways (--preset, --exif): {Preprocessing}, and {other.Preprocessing}"
            )
            ?? Named("number of values in a row (--top)", Length, other.Length)
            ?? Named("kind of values", Ranked, other.Ranked)
            ?? Named("classes", Listed(Labels), Listed(other.Labels))
            ?? (
                Fingerprint.Length == 0 || NetworkFingerprint.AreSame(Fingerprint, other.Fingerprint)
                    ? null
                    : "the weights differ"
            );

        static string? Named<T>(string what, T one, T another) =>
            Equals(one, another) ? null : $"the {what} differ{(what.EndsWith('s') ? "" : "s")}: {one}, and {another}";

        static string Listed(IReadOnlyList<string>? labels) => labels is null ? "numbers" : string.Join(", ", labels);
    }

    /// <summary>Whether a row is one that it can have.</summary>
    public bool Has(PartRow row) =>
        row.Path is not null
        && row.Values.Length == Length
        && row.Classes.Length == (Ranked ? Length : 0)
        && row.Classes.All(one => one >= 0 && one < (Labels?.Count ?? int.MaxValue));

    /// <summary>What is told of pictures that cannot be used, where there are some.</summary>
    public string FailedText(PartFiles part) =>
        Failed > 0 ? $"; pictures that cannot be used: {Quantity.Count(Failed.Value)}, see {part.Failed}" : "";

    private bool IsPossible =>
        this
            is {
                Command: not null,
                Format: not null,
                Source: not null,
                Model: not null,
                Fingerprint.Length: > 0,
                SourceHash: not null
            }
        && Preprocessing.ValueKind == JsonValueKind.Object
        && Length >= 1
        && Shards is >= 1 and <= Jobs.Shard.Most
        && Shard >= 0
        && Shard < Shards
        && Length <= LongestRow
        && Pictures is >= 0 and <= int.MaxValue
        && Repeated is >= 0 and <= int.MaxValue
        && (
            Rows is null
                ? Failed is null && Files is null
                : Files is not null && Rows >= 0 && Failed >= 0 && Rows + Failed == Pictures
        )
        && (Labels?.All(label => label is not null) ?? true);
}

/// <summary>A line of the pictures that cannot be used.</summary>
internal sealed record FailedPicture(string Path, string Error)
{
    public static FailedPicture Of(PartRow row) => new(row.Path, row.Problem!);
}

/// <summary>Documents of parts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(JobDescription))]
[JsonSerializable(typeof(FailedPicture))]
internal sealed partial class JobJson : JsonSerializerContext;
