using System.Collections.Frozen;

namespace ResNetGen.Cli.Pictures;

/// <summary>
/// What the ending of a name says of a file in a directory. Files that are named one by one are told by their content.
/// </summary>
internal static class PictureEndings
{
    // Those of Pillow for the formats that are read.
    private static readonly FrozenSet<string> Read = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ".png",
        ".apng",
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".bmp",
        ".dib"
    );

    private static readonly FrozenDictionary<string, string> Others = new (string Format, string Endings)[]
    {
        ("WebP", ".webp"),
        ("GIF", ".gif"),
        ("TIFF", ".tif .tiff"),
        ("AVIF", ".avif"),
        ("HEIF", ".heic .heif .hif"),
        ("JPEG XL", ".jxl"),
        ("JPEG 2000", ".jp2 .j2k .jpf .jpx"),
        ("camera raw", ".dng .cr2 .cr3 .nef .arw .orf .rw2 .raf .pef"),
        ("PNM", ".pnm .pbm .pgm .ppm .pam"),
        ("SVG", ".svg .svgz"),
        ("ICO", ".ico .cur"),
        ("PSD", ".psd"),
        ("TGA", ".tga"),
        ("QOI", ".qoi"),
        ("DDS", ".dds"),
        ("OpenEXR", ".exr"),
        ("Radiance HDR", ".hdr"),
    }
        .SelectMany(kind => kind.Endings.Split(' ').Select(ending => KeyValuePair.Create(ending, kind.Format)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is one of a picture that is read.</summary>
    public static bool AreRead(string name) => Read.Contains(Path.GetExtension(name));

    /// <summary>The format of a picture that is not read; <see langword="null"/> for all else.</summary>
    public static string? OtherFormat(string name) => Others.GetValueOrDefault(Path.GetExtension(name));
}
