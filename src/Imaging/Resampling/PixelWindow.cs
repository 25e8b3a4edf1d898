namespace ResNetGen.Imaging;

/// <summary>A rectangle of a picture, in pixels from its top left corner.</summary>
internal readonly record struct PixelWindow(int Left, int Top, int Width, int Height);
