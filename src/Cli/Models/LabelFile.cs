using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Models;

/// <summary>Names of classes, one a line, in the order of the classes.</summary>
internal static class LabelFile
{
    private const int MostBytes = 4 << 20;

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <exception cref="CommandFailure">The file cannot be read, is no text, or has another number of lines than the
    /// model has classes.</exception>
    public static IReadOnlyList<string> Read(string path, string model, int classes)
    {
        string[] labels =
        [
            .. Decode(path, ReadBytes(path)).TrimEnd().ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()),
        ];
        int blank = Array.IndexOf(labels, "");
        if (labels.Length == 1 && blank == 0)
        {
            labels = [];
        }
        else if (blank >= 0)
        {
            throw CommandFailure.CannotStart(
                $"{path}: line {blank + 1} is blank, where a label is expected. One label a line is needed."
            );
        }

        return labels.Length == classes
            ? labels
            : throw CommandFailure.CannotStart(
                $"{path}: {labels.Length} labels, but {model} has {classes} classes. One label a line is needed, in their order."
            );
    }

    private static byte[] ReadBytes(string path)
    {
        if (Directory.Exists(path))
        {
            throw CommandFailure.CannotStart($"{path}: this is a directory, where a file of labels is expected.");
        }

        if (SpecialFile.Is(path))
        {
            throw CommandFailure.CannotStart(
                $"{path}: this is a pipe or a device, where a file of labels is expected."
            );
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] bytes = new byte[(int)Math.Min(stream.Length, MostBytes) + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MostBytes
                ? bytes[..length]
                : throw CommandFailure.CannotStart($"{path}: this is larger than 4 MiB, which is no file of labels.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            string advice = UndecodableName.Is(path) ? $" {UndecodableName.Advice}" : "";
            throw CommandFailure.CannotStart($"{path}: there is no such file.{advice}");
        }
        catch (UnauthorizedAccessException)
        {
            throw CommandFailure.CannotStart($"{path}: there is no permission to read the file.");
        }
        catch (Exception unreadable) when (unreadable is IOException or ArgumentException or NotSupportedException)
        {
            throw CommandFailure.CannotStart($"{path}: the labels cannot be read. {unreadable.Message}");
        }
    }

    private static string Decode(string path, byte[] bytes)
    {
        try
        {
            ReadOnlySpan<byte> text = bytes;
            string decoded = Strict.GetString(
                text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text
            );
            return decoded.Contains('\0')
                ? throw CommandFailure.CannotStart($"{path}: there is a NUL in it, so it is no text.")
                : decoded;
        }
        catch (DecoderFallbackException)
        {
            throw CommandFailure.CannotStart($"{path}: the labels are not UTF-8. Save the file as UTF-8.");
        }
    }
}
