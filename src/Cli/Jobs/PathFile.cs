using System.Text;

namespace ResNetGen.Cli.Jobs;

/// <summary>Paths in a file, one behind the other: names of files may have any character but one.</summary>
internal static class PathFile
{
    public static void Write(Stream stream, IEnumerable<string> paths)
    {
        using BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true);
        foreach (string path in paths)
        {
            writer.Write(path);
        }
    }

    public static IEnumerable<string> Read(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using BinaryReader reader = new(stream, Encoding.UTF8);
        long length = stream.Length;
        while (stream.Position < length && TryRead() is { } path)
        {
            yield return path;
        }

        // Whoever reads knows how many there are.
        string? TryRead()
        {
            try
            {
                return reader.ReadString();
            }
            catch (Exception cut) when (cut is EndOfStreamException or FormatException)
            {
                return null;
            }
        }
    }
}
