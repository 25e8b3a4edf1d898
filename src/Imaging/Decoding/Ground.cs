namespace ResNetGen.Imaging;

/// <summary>Transparent pixels on a grey ground.</summary>
internal static class Ground
{
    /// <summary>
    /// Composites a pixel: c x alpha + ground x (255 - alpha), divided by 255 and rounded to nearest. There are no
    /// halves.
    /// </summary>
    public static void Show(byte ground, byte alpha, Span<byte> pixel)
    {
        if (alpha == byte.MaxValue)
        {
            return;
        }

        int shown = (ground * (byte.MaxValue - alpha)) + (byte.MaxValue / 2);
        foreach (ref byte sample in pixel)
        {
            sample = (byte)(((sample * alpha) + shown) / byte.MaxValue);
        }
    }
}
