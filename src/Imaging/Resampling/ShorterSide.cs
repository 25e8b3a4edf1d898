namespace ResNetGen.Imaging;

/// <summary>
/// torchvision's <c>Resize(int)</c>: the shorter side becomes so long, the longer one follows, rounded down.
/// </summary>
internal static class ShorterSide
{
    public static (int Width, int Height) Scale(int width, int height, int size)
    {
        // Python divides the two integers exactly; both are below 2^53, so that a double does too.
        double longer = Math.Floor((double)((long)size * Math.Max(width, height)) / Math.Min(width, height));
        if (longer > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size),
                size,
                $"A picture of {width} x {height} pixels cannot be resized to {size} on its shorter side: "
                    + $"the longer one would be {longer:F0}."
            );
        }

        return width <= height ? (size, (int)longer) : ((int)longer, size);
    }
}
