using ResNetGen.Cli.Output;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Pictures;

/// <summary>Features of the pictures of a directory, with a bar, from a file that keeps them.</summary>
internal static class KeptFeatures
{
    // Fewer are done before anyone could read a bar.
    private const int WorthABar = 50;

    /// <summary>Gives the features, and brings the file up to date.</summary>
    /// <param name="terminal">Where the bar and messages go.</param>
    /// <param name="file">The file.</param>
    /// <param name="option">The option that names another file.</param>
    /// <param name="directory">The directory of the pictures.</param>
    /// <param name="paths">Their paths, relative to it.</param>
    /// <param name="embedder">Computes features.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="CommandFailure">The file cannot be written, or is another one.</exception>
    public static IReadOnlyList<EmbeddedPicture> Update(
        Terminal terminal,
        string file,
        string option,
        string directory,
        IReadOnlyList<string> paths,
        PictureEmbedder embedder,
        CancellationToken stop
    )
    {
        IReadOnlyList<EmbeddedPicture> pictures = [];
        try
        {
            ProgressBar.Run(
                terminal,
                "Pictures",
                progress =>
                    pictures = EmbeddingIndex.Update(file, directory, paths, embedder, terminal.Report, progress, stop),
                mayShow: paths.Count >= WorthABar
            );
            return pictures;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.CannotWrite(
                $"{file}: the features cannot be kept there. {unwritable.Message.TrimEnd('.')}. Name another file with {option}."
            );
        }
    }
}
