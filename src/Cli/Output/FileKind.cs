namespace ResNetGen.Cli.Output;

/// <summary>A kind of file that commands write, by which another one is known that may be replaced.</summary>
/// <param name="Name">The name of the format.</param>
/// <param name="Beginnings">What files of it begin with.</param>
internal sealed record FileKind(string Name, params byte[][] Beginnings)
{
    public static FileKind Svg { get; } = new("SVG", [.. "<svg"u8], [.. "<?xml"u8]);

    public static FileKind Png { get; } = new("PNG", [0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n']);
}
