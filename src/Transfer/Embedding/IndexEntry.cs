using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace ResNetGen.Transfer;

/// <summary>A picture of an <see cref="EmbeddingIndex"/>.</summary>
/// <param name="Path">As <see cref="PictureState.Path"/>.</param>
/// <param name="Length">As <see cref="PictureState.Length"/>.</param>
/// <param name="Modified">As <see cref="PictureState.Modified"/>.</param>
/// <param name="Hash">XXH128 of the file's bytes, in hexadecimal digits.</param>
/// <param name="Check">XXH3 of the features, likewise.</param>
internal sealed record IndexEntry(string Path, long Length, long Modified, string Hash, string Check)
{
    public static IndexEntry Of(PictureState state, UInt128 hash, ReadOnlySpan<float> features) =>
        new(
            state.Path,
            state.Length,
            state.Modified,
            hash.ToString("x32", CultureInfo.InvariantCulture),
            CheckOf(hash, features)
        );

    /// <summary>Whether these are its features, and none that a damaged file holds.</summary>
    public bool Fits(UInt128 hash, ReadOnlySpan<float> features) => Check == CheckOf(hash, features);

    private static string CheckOf(UInt128 hash, ReadOnlySpan<float> features) =>
        XxHash3
            .HashToUInt64(MemoryMarshal.AsBytes(features), (long)(ulong)hash)
            .ToString("x16", CultureInfo.InvariantCulture);
}
