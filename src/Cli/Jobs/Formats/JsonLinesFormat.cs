using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cli.Jobs.Formats;

/// <summary>A JSON document a line, with the members that <c>--json</c> has.</summary>
internal sealed class JsonLinesFormat : PartFormat
{
    public override string Extension => ".jsonl";

    public override void Write(Stream stream, JobDescription job, IEnumerable<PartRow> rows)
    {
        using Utf8JsonWriter writer = new(stream, new JsonWriterOptions { SkipValidation = true });
        foreach (PartRow row in rows)
        {
            JsonSerializer.Serialize(
                writer,
                new PictureLine(
                    row.Path,
                    row.Classes.Length == 0 ? row.Values : null,
                    row.Classes.Length == 0
                        ? null
                        : [.. row.Classes.Zip(row.Values, (one, value) => new Guess(one, job.Labels?[one], value))],
                    job.Model,
                    row.ContentHash.ToString("x32", CultureInfo.InvariantCulture)
                ),
                PictureLineJson.Default.PictureLine
            );
            writer.Flush();
            writer.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    public override IEnumerable<PartRow> Read(PartFiles part, JobDescription job)
    {
        int number = 0;
        foreach (string text in File.ReadLines(part.Rows))
        {
            number++;
            yield return Row(text) is { } row && job.Has(row)
                ? row
                : throw new InvalidDataException(
                    string.Create(CultureInfo.InvariantCulture, $"line {number} is no row of the job")
                );
        }
    }

    private static PartRow? Row(string text)
    {
        try
        {
            PictureLine? line = JsonSerializer.Deserialize(text, PictureLineJson.Default.PictureLine);
            return line is { Path: not null, ContentHash: not null }
                ? new PartRow(
                    line.Path,
                    UInt128.Parse(line.ContentHash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                    line.Embedding ?? [.. line.Guesses?.Select(guess => guess.Probability) ?? []],
                    [.. line.Guesses?.Select(guess => guess.Class) ?? []]
                )
                : null;
        }
        catch (Exception foreign) when (foreign is JsonException or FormatException or OverflowException)
        {
            return null;
        }
    }
}

/// <summary>A line of a part: features, or guesses.</summary>
internal sealed record PictureLine(
    string Path,
    float[]? Embedding,
    IReadOnlyList<Guess>? Guesses,
    string Model,
    string ContentHash
);

/// <summary>Lines of parts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(PictureLine))]
internal sealed partial class PictureLineJson : JsonSerializerContext;
