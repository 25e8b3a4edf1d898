namespace ResNetGen.Imaging;

/// <summary>
/// timm's <c>ResizeKeepRatio(size, longest=1)</c>: the whole picture fits into a frame and touches two of its sides. The
/// others are rounded, a half to even.
/// </summary>
internal static class FittingSize
{
    public static (int Width, int Height) Scale(int width, int height, int frameWidth, int frameHeight)
    {
        double ratio = Math.Max((double)height / frameHeight, (double)width / frameWidth);
        return (Side(width / ratio), Side(height / ratio));
    }

    private static int Side(double length) => Math.Max((int)Math.Round(length, MidpointRounding.ToEven), 1);
}
