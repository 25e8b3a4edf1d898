using System.Text.Json;
using ResNetGen.Cli.Jobs.Formats;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Jobs;

/// <summary>Writes the files of a part: all of them, or none.</summary>
internal static class PartWriter
{
    /// <param name="part">Their names.</param>
    /// <param name="format">How rows lie in files.</param>
    /// <param name="job">What the part is.</param>
    /// <param name="rows">Its rows, for each file anew.</param>
    /// <param name="failed">Pictures that cannot be used.</param>
    public static void Write(
        PartFiles part,
        PartFormat format,
        JobDescription job,
        Func<IEnumerable<PartRow>> rows,
        Func<IEnumerable<FailedPicture>> failed
    )
    {
        List<TargetFile> files = [];
        try
        {
            Add(part.Failed, stream => WriteFailed(stream, failed()));
            foreach (string ending in format.Companions)
            {
                Add(part.Beside(ending), stream => format.WriteCompanion(ending, stream, rows()));
            }

            // The rows come last: they are by far the most.
            Add(part.Description, job.Write);
            Add(part.Rows, stream => format.Write(stream, job, rows()));
            TargetFile.Move(files);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }

        void Add(string path, Action<Stream> write) => files.Add(new TargetFile(path, Replaceable.Any, write));
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
