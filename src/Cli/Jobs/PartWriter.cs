using System.Text.Json;
using ResNetGen.Cli.Jobs.Formats;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Jobs;

/// <summary>Writes the files of a part: all of them, or none.</summary>
internal static class PartWriter
{
    /// <param name="part">Their names.</param>
    /// <param name="job">What the part is.</param>
    /// <param name="rows">Its rows, for each file anew.</param>
    /// <param name="failed">Pictures that cannot be used.</param>
    /// <param name="workshop">The directory where they are written; beside their places if there is none.</param>
    public static void Write(
        PartFiles part,
        JobDescription job,
        Func<IEnumerable<PartRow>> rows,
        Func<IEnumerable<FailedPicture>> failed,
        string? workshop = null
    )
    {
        PartFormat format = part.Format;
        List<TargetFile> files = [];
        Dictionary<string, TargetFile> written = [];
        try
        {
            Add(part.Failed, stream => WriteFailed(stream, failed()));
            foreach (string ending in format.Companions)
            {
                Add(part.Beside(ending), stream => format.WriteCompanion(ending, stream, rows()));
            }

            Add(part.Rows, stream => format.Write(stream, job, rows()));
            JobDescription whole = job with { Files = Sums() };
            Add(part.Description, whole.Write);

            // The rows come last: what is replaced by others is copied, and they are by far the most.
            TargetFile.Move([.. files.Where(file => file != written[part.Rows]), written[part.Rows]]);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }

        void Add(string path, Action<Stream> write)
        {
            files.Add(new TargetFile(path, Replaceable.Any, write, workshop));
            written.Add(path, files[^1]);
        }

        SortedDictionary<string, FileSum> Sums() =>
            new(
                written.ToDictionary(file => part.EndingOf(file.Key), file => FileSum.Of(file.Value.Temporary)),
                StringComparer.Ordinal
            );
    }

    private static void WriteFailed(Stream stream, IEnumerable<FailedPicture> pictures)
    {
        foreach (FailedPicture picture in pictures)
        {
            JsonSerializer.Serialize(stream, picture, JobJson.Default.FailedPicture);
            stream.WriteByte((byte)'\n');
        }
    }
}
