using System.IO.Hashing;
using ResNetGen.Imaging;

namespace ResNetGen.Transfer;

/// <summary>A picture of a file, with a hash of the file; or why there is none.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="ContentHash">XXH128 of the file's bytes; zero where they cannot be read.</param>
/// <param name="Problem">Why there is no picture; <see langword="null"/> where there is one.</param>
internal sealed record HashedPicture(Picture? Picture, UInt128 ContentHash, string? Problem)
{
    /// <summary>Whether the file cannot be read, of whatever content it is.</summary>
    public bool CannotBeRead { get; private init; }

    /// <summary>Reads a file.</summary>
    public static HashedPicture Load(Preprocessing preprocessing, string path, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> file;
        try
        {
            file = PictureBytes.Read(path, cancellationToken);
        }
        catch (PictureException unreadable)
        {
            return new HashedPicture(null, 0, unreadable.Message) { CannotBeRead = true };
        }

        UInt128 hash = XxHash128.HashToUInt128(file.Span);
        try
        {
            return new HashedPicture(
                preprocessing.Decode(file.Span, path, cancellationToken: cancellationToken),
                hash,
                null
            );
        }
        catch (PictureException unusable)
        {
            return new HashedPicture(null, hash, unusable.Message);
        }
    }
}
