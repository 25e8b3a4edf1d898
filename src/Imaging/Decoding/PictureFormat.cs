namespace ResNetGen.Imaging;

/// <summary>What a file is, told by its first bytes: the ending of its name may be wrong.</summary>
internal static class PictureFormat
{
    public const string Png = "PNG";
    public const string Jpeg = "JPEG";
    public const string Bmp = "BMP";

    /// <summary>The name of the format, or <see langword="null"/> when the bytes are none that is known.</summary>
    public static string? Recognise(ReadOnlySpan<byte> file) =>
        file switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
            [0xFF, 0xD8, 0xFF, ..] => Jpeg,
            [(byte)'B', (byte)'M', ..] => Bmp,
            _ => RecogniseRefused(file),
        };

    private static string? RecogniseRefused(ReadOnlySpan<byte> file) =>
        file switch
        {
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "GIF",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
                "WebP",
            [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => "TIFF",
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', ..] => "AVIF",
            [
                _,
                _,
                _,
                _,
                (byte)'f',
                (byte)'t',
                (byte)'y',
                (byte)'p',
                (byte)'h'
                or (byte)'m',
                (byte)'e'
                or (byte)'i',
                ..,
            ] => "HEIF",
            [0, 0, 0, 12, (byte)'j', (byte)'P', ..] or [0xFF, 0x4F, 0xFF, 0x51, ..] => "JPEG 2000",
            [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', ..] or [0xFF, 0x0A, ..] => "JPEG XL",
            [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "PSD (Photoshop)",
            [(byte)'#', (byte)'?', (byte)'R', ..] => "HDR (Radiance)",
            [0x76, 0x2F, 0x31, 0x01, ..] => "OpenEXR",
            [0, 0, 1 or 2, 0, ..] => "ICO or uncompressed TGA",
            [(byte)'D', (byte)'D', (byte)'S', (byte)' ', ..] => "DDS",
            [(byte)'q', (byte)'o', (byte)'i', (byte)'f', ..] => "QOI",
            [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)'\n' or (byte)' ' or (byte)'\r' or (byte)'\t', ..] =>
                "PNM",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "PDF",
            [0x1F, 0x8B, ..] => "gzip data",
            [(byte)'P', (byte)'K', 3, 4, ..] => "ZIP archive",
            [(byte)'<', ..] => "HTML, SVG or XML text",
            [(byte)'v', (byte)'e', (byte)'r', (byte)'s', (byte)'i', (byte)'o', (byte)'n', (byte)' ', ..] =>
                "Git LFS pointer",
            _ => null,
        };
}
