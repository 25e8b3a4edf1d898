namespace ResNetGen.Imaging;

/// <summary>A PNG's colour type, by its number in the file.</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
