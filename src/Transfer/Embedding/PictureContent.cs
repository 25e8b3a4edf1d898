using ResNetGen.Imaging;

namespace ResNetGen.Transfer;

/// <summary>The bytes of a picture's file, or why they cannot be read.</summary>
internal sealed record PictureContent(string Path, ReadOnlyMemory<byte> Bytes, string? Problem)
{
    /// <summary>Reads a file.</summary>
    public static PictureContent Read(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new PictureContent(path, PictureBytes.Read(path, cancellationToken), null);
        }
        catch (PictureException unreadable)
        {
            return new PictureContent(path, default, unreadable.Message);
        }
    }
}
