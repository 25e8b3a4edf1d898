using ResNetGen.Imaging.Jpeg;

namespace ResNetGen.Imaging.Tests;

/// <summary>
/// The inverse DCT against its definition; that it is libjpeg's to the bit is for <see cref="JpegTests"/>.
/// </summary>
public sealed class InverseDctTests
{
    private const int Side = JpegFrame.BlockSide;

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(63)]
    public void SamplesAreThoseOfTheDefinition(int coefficients)
    {
        Random random = new(coefficients);
        for (int i = 0; i < 200; i++)
        {
            short[] block = new short[JpegFrame.BlockLength];
            QuantisationTable table = new();
            for (int place = 0; place < JpegFrame.BlockLength; place++)
            {
                table.Set(place, random.Next(1, 20));
            }

            for (int k = 0; k < coefficients; k++)
            {
                block[random.Next(JpegFrame.BlockLength)] = (short)random.Next(-15, 16);
            }

            byte[] samples = new byte[Side * Side];
            InverseDct.Transform(block, table.Steps, samples, Side);

            for (int at = 0; at < samples.Length; at++)
            {
                Assert.InRange(samples[at] - Definition(block, table, at % Side, at / Side), -0.6, 0.6);
            }
        }
    }

    [Fact]
    public void BlocksWithoutAcNeedNoTransform()
    {
        short[] block = new short[JpegFrame.BlockLength];
        byte[] expected = new byte[Side * Side];
        byte[] actual = new byte[Side * Side];
        foreach (int step in (int[])[0, 1, 3, 16, 255, 4000, 65535])
        {
            QuantisationTable table = new();
            table.Set(0, step);
            for (int dc = short.MinValue; dc <= short.MaxValue; dc += 7)
            {
                block[0] = (short)dc;
                InverseDct.Transform(block, table.Steps, expected, Side);
                InverseDct.TransformDc(dc, table[0], actual, Side);

                Assert.True(expected.AsSpan().SequenceEqual(actual), $"coefficient {dc}, step {step}");
            }
        }
    }

    [Fact]
    public void OnlyTheBlockIsWritten()
    {
        const int Stride = 20;
        short[] block = [.. Enumerable.Repeat((short)1, JpegFrame.BlockLength)];
        QuantisationTable table = new();
        byte[] samples = new byte[8 * Stride];
        samples.AsSpan().Fill(77);

        InverseDct.Transform(block, table.Steps, samples.AsSpan(5), Stride);

        for (int at = 0; at < samples.Length; at++)
        {
            Assert.Equal(at % Stride is >= 5 and < 13 ? 128 : 77, samples[at]);
        }
    }

    // ITU-T T.81, A.3.3, and the level shift.
    private static double Definition(short[] block, QuantisationTable table, int x, int y)
    {
        double sum = 0;
        for (int v = 0; v < Side; v++)
        {
            for (int u = 0; u < Side; u++)
            {
                double scale = (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1) / 4;
                sum +=
                    scale
                    * block[(v * Side) + u]
                    * table[(v * Side) + u]
                    * Math.Cos(((2 * x) + 1) * u * Math.PI / 16)
                    * Math.Cos(((2 * y) + 1) * v * Math.PI / 16);
            }
        }

        return Math.Clamp(sum + 128, 0, 255);
    }
}
