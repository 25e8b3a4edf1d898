using ResNetGen.Imaging.Tests;

namespace ResNetGen.Samples.Tests.Support;

/// <summary>Pictures that tests make.</summary>
internal static class Pictures
{
    /// <summary>A grey picture that does not compress: about as many bytes as it has pixels.</summary>
    public static byte[] Noise(int bytes)
    {
        const int Columns = 300;
        Random random = new(1);
        return PngWriter.Write(
            Columns,
            PngWriter.Grey,
            8,
            [.. Enumerable.Range(0, bytes / (Columns + 1) - 2).Select(_ => Row())]
        );

        byte[] Row()
        {
            byte[] row = new byte[Columns];
            random.NextBytes(row);
            return row;
        }
    }
}
