using System.IO.Hashing;
using ResNetGen.Imaging;

namespace ResNetGen.Transfer;

/// <summary>A picture, with a hash of its file; or why there is none.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="ContentHash">XXH128 of the file's bytes; zero where they cannot be read.</param>
/// <param name="Problem">Why there is no picture; <see langword="null"/> where there is one.</param>
internal sealed record HashedPicture(Picture? Picture, UInt128 ContentHash, string? Problem)
{
    /// <summary>Decodes what was read.</summary>
    public static HashedPicture Decode(
        Preprocessing preprocessing,
        PictureContent content,
        CancellationToken cancellationToken
    )
    {
        if (content.Problem is not null)
        {
            return new HashedPicture(null, 0, content.Problem);
        }

        ReadOnlySpan<byte> bytes = content.Bytes.Span;
        UInt128 hash = XxHash128.HashToUInt128(bytes);
        try
        {
            Picture picture = preprocessing.Decode(bytes, content.Path, cancellationToken: cancellationToken);
            return new HashedPicture(picture, hash, null);
        }
        catch (PictureException unusable)
        {
            return new HashedPicture(null, hash, unusable.Message);
        }
    }
}
