using System.Text;
using ResNetGen.Imaging.Tests;

namespace ResNetGen.Cluster.Tests.Support;

/// <summary>Pictures in directories, no two the same, and two files among them that are none.</summary>
internal static class JobPictures
{
    /// <summary>The files that are no pictures, by their paths in the directory.</summary>
    public static IReadOnlyList<string> Damaged { get; } = ["by year/1999/empty.png", "of birds/text.png"];

    /// <param name="directory">Where to.</param>
    /// <param name="count">Files, with the two.</param>
    public static void Write(string directory, int count)
    {
        string[] directories = ["", "by year/1999", "by year/2001", "of birds", "of birds/h\u00e4her"];
        for (int index = 0; index < count - Damaged.Count; index++)
        {
            Write(directory, $"{directories[index % directories.Length]}/{index}.png", Picture(index));
        }

        Write(directory, Damaged[0], []);
        Write(directory, Damaged[1], Encoding.UTF8.GetBytes("a list of birds"));
    }

    private static void Write(string directory, string name, byte[] content)
    {
        string path = Path.Join(directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    // Waves of a length and colours of its own.
    private static byte[] Picture(int index)
    {
        const int Side = 192;
        byte[][] rows = new byte[Side][];
        for (int y = 0; y < Side; y++)
        {
            rows[y] = new byte[Side * 3];
            for (int x = 0; x < Side; x++)
            {
                int wave = ((x * (index + 3)) + (y * ((index % 7) + 1))) / 16;
                rows[y][3 * x] = (byte)wave;
                rows[y][(3 * x) + 1] = (byte)(wave * (index + 1));
                rows[y][(3 * x) + 2] = (byte)(255 - (y * index / 8));
            }
        }

        return PngWriter.Write(Side, PngWriter.Rgb, depth: 8, rows);
    }
}
