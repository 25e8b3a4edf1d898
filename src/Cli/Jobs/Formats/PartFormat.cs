namespace ResNetGen.Cli.Jobs.Formats;

/// <summary>How the rows of a part lie in files.</summary>
internal abstract class PartFormat
{
    private static readonly PartFormat[] All = [new ParquetFormat(), new NpyFormat(), new JsonLinesFormat()];

    /// <summary>The ending of the file of the rows.</summary>
    public abstract string Extension { get; }

    /// <summary>Endings of further files of a part.</summary>
    public virtual IReadOnlyList<string> Companions => [];

    /// <summary>Whether a row of probabilities has all classes in their order, and not the most probable ones.</summary>
    public virtual bool HoldsAllClasses => false;

    /// <summary>Why a picture cannot be in it; <see langword="null"/> where it can.</summary>
    public virtual string? CannotHold(string path) => null;

    /// <summary>That of a name's ending.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static PartFormat Of(string path) =>
        All.FirstOrDefault(format =>
            string.Equals(format.Extension, Path.GetExtension(path), StringComparison.OrdinalIgnoreCase)
        )
        ?? throw CommandFailure.Usage(
            $"{path}: the ending of --output says what is written, and is one of "
                + $"{string.Join(", ", All.Select(format => format.Extension))}."
        );

    /// <summary>Writes the file of the rows.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="job">What the rows are, and how many.</param>
    /// <param name="rows">The rows, in bounded memory.</param>
    public abstract void Write(Stream stream, JobDescription job, IEnumerable<PartRow> rows);

    /// <summary>Writes a further file.</summary>
    public virtual void WriteCompanion(string ending, Stream stream, IEnumerable<PartRow> rows) =>
        throw new NotSupportedException(ending);

    /// <summary>Reads the rows, in bounded memory.</summary>
    /// <exception cref="InvalidDataException">The files are not those of the job, or are damaged.</exception>
    public abstract IEnumerable<PartRow> Read(PartFiles part, JobDescription job);
}
