using ResNetGen.Imaging.Jpeg;

namespace ResNetGen.Imaging.Tests;

/// <summary>
/// Vectors and single pixels go by the same equations: rows of 16 pixels and more, and what is left over.
/// </summary>
public sealed class ColourConversionTests
{
    private const int Levels = 256;

    [Fact]
    public void AllDifferencesAreThoseOfTheEquations()
    {
        byte[] y = new byte[Levels];
        byte[] cb = new byte[Levels];
        byte[] cr = new byte[Levels];
        byte[] pixels = new byte[3 * Levels];
        for (int blue = 0; blue < Levels; blue++)
        {
            for (int i = 0; i < Levels; i++)
            {
                (y[i], cb[i], cr[i]) = ((byte)((31 * i) + (7 * blue)), (byte)blue, (byte)i);
            }

            ColourConversion.FromYCbCr(y, cb, cr, pixels);

            for (int i = 0; i < Levels; i++)
            {
                // libjpeg's: factors times 65536, rounded.
                (int b, int r) = (cb[i] - 128, cr[i] - 128);
                int[] expected =
                [
                    y[i] + (((91881 * r) + 32768) >> 16),
                    y[i] + (((-22554 * b) - (46802 * r) + 32768) >> 16),
                    y[i] + (((116130 * b) + 32768) >> 16),
                ];
                Assert.Equal(
                    expected.Select(value => (byte)Math.Clamp(value, 0, 255)),
                    pixels.AsSpan(3 * i, 3).ToArray()
                );
            }
        }
    }

    [Fact]
    public void EachPixelHasItsOwnSamples()
    {
        for (int width = 1; width < 50; width++)
        {
            byte[] red = [.. Enumerable.Range(0, width).Select(i => (byte)i)];
            byte[] green = [.. Enumerable.Range(0, width).Select(i => (byte)(100 + i))];
            byte[] blue = [.. Enumerable.Range(0, width).Select(i => (byte)(200 + i))];
            byte[] pixels = new byte[3 * width];

            ColourConversion.Interleave(red, green, blue, pixels);

            Assert.Equal(Enumerable.Range(0, 3 * width).Select(i => (byte)((i / 3) + (i % 3 * 100))), pixels);
        }
    }
}
