using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace ResNetGen.Imaging.Tests;

/// <summary>
/// A corpus of JPEGs with what Pillow makes of them: <c>golden/jpeg/make_jpegs.py</c> says how it was made.
/// </summary>
internal static class JpegCorpus
{
    public const string Refused = "refused";

    /// <summary>The files of <c>sound</c>, <c>incomplete</c> or <c>damaged</c>.</summary>
    public static IEnumerable<JpegSample> Read(string name)
    {
        using GZipStream compressed = new(
            File.OpenRead(Golden.File($"jpeg/{name}.jpegs.gz")),
            CompressionMode.Decompress
        );
        foreach (string line in File.ReadLines(Golden.File($"jpeg/{name}.txt")))
        {
            string[] parts = line.Split(' ', 3);
            byte[] bytes = new byte[int.Parse(parts[1], CultureInfo.InvariantCulture)];
            compressed.ReadExactly(bytes);
            yield return new JpegSample(parts[0], bytes, parts[2]);
        }
    }

    /// <summary>
    /// A picture as the corpus has it: width, height, channels and hash of the pixels, or <see cref="Refused"/>.
    /// </summary>
    public static string Describe(byte[] file)
    {
        try
        {
            Picture picture = Picture.Decode(file);
            return $"{picture.Width} {picture.Height} {picture.Channels} {Convert.ToHexStringLower(SHA256.HashData(picture.Pixels))}";
        }
        catch (PictureException)
        {
            return Refused;
        }
    }
}

/// <param name="Name">How it was made.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Expected">What Pillow makes of it.</param>
internal sealed record JpegSample(string Name, byte[] Bytes, string Expected);
