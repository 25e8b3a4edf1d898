using ResNetGen.Imaging;
using StbImageWriteSharp;

namespace ResNetGen.Cli.Pictures;

/// <summary>
/// A picture in grey, and over it in colour how much each place adds to a class. What the network does not see is dark.
/// </summary>
internal static class HeatPicture
{
    private const int Channels = 3;
    private const float MostOpaque = 0.8f;

    // matplotlib's inferno, which is lighter by equal steps (CC0), at its fifths, without its black.
    private static readonly (float Red, float Green, float Blue)[] Ramp =
    [
        (66, 10, 104),
        (147, 38, 103),
        (221, 81, 58),
        (252, 165, 10),
        (252, 255, 164),
    ];

    /// <summary>Draws it.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="heat"><c>[row][column]</c>, one value for each pixel: NaN for one that the network does not see.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(Picture picture, ReadOnlySpan<float> heat)
    {
        ReadOnlySpan<byte> grey = picture.ToGrey().Pixels;
        float most = 0;
        foreach (float value in heat)
        {
            most = value > most ? value : most;
        }

        byte[] pixels = new byte[grey.Length * Channels];
        for (int index = 0; index < grey.Length; index++)
        {
            float share = most > 0 && heat[index] > 0 ? heat[index] / most : 0;
            float ground = float.IsNaN(heat[index]) ? grey[index] / 2f : grey[index];
            Mix(ground, share, pixels.AsSpan(index * Channels, Channels));
        }

        using MemoryStream png = new();
        new ImageWriter().WritePng(pixels, picture.Width, picture.Height, ColorComponents.RedGreenBlue, png);
        return png.ToArray();
    }

    private static void Mix(float ground, float share, Span<byte> pixel)
    {
        float place = share * (Ramp.Length - 1);
        int before = Math.Min((int)place, Ramp.Length - 2);
        (float red, float green, float blue) = Ramp[before];
        (float nextRed, float nextGreen, float nextBlue) = Ramp[before + 1];
        pixel[0] = Over(float.Lerp(red, nextRed, place - before));
        pixel[1] = Over(float.Lerp(green, nextGreen, place - before));
        pixel[2] = Over(float.Lerp(blue, nextBlue, place - before));

        byte Over(float colour) => (byte)float.Round(float.Lerp(ground, colour, share * MostOpaque));
    }
}
