namespace ResNetGen.Imaging;

/// <summary>
/// A picture cannot be read. The message names the file, what was expected, what was found and what to do;
/// it is the only exception that reading a picture throws, out-of-memory, cancellation and wrong arguments aside.
/// </summary>
public sealed class PictureException : Exception
{
    /// <summary>What is expected where nothing else reads pictures.</summary>
    internal const string Ordinary = "a PNG, JPEG or BMP picture";

    internal PictureException(
        string pictureName,
        string found,
        string advice,
        Exception? innerException = null,
        string expected = Ordinary
    )
        : base($"{pictureName}: expected {expected}, found {found}. {advice}", innerException) =>
        PictureName = pictureName;

    /// <summary>The file's path as it was given, or the name of the stream or bytes.</summary>
    public string PictureName { get; }

    internal static PictureException Truncated(string pictureName, string found) =>
        new(pictureName, found, "The file was cut short: copy or download it again.");

    internal static PictureException Corrupt(string pictureName, string found, Exception? innerException = null) =>
        new(
            pictureName,
            found,
            "The file is damaged: copy or download it again, or save it anew from the program that made it.",
            innerException
        );

    internal static PictureException Unsupported(string pictureName, string found) =>
        new(pictureName, found, "Convert it to an ordinary PNG or JPEG first.");
}
