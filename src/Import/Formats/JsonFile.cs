using System.Buffers;
using System.Text.Json;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Small JSON files beside weights.</summary>
internal static class JsonFile
{
    private const int Longest = 1 << 24;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What messages call it: "the index".</param>
    /// <param name="advice">What to do if it is none.</param>
    /// <exception cref="WeightFileException">It cannot be read, is too long, or is no JSON.</exception>
    public static JsonDocument Read(string path, string what, string advice)
    {
        try
        {
            return JsonDocument.Parse(
                ReadAll(path, what, advice),
                new JsonDocumentOptions { AllowDuplicateProperties = false }
            );
        }
        // Half of a surrogate pair in a name is no text.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new WeightFileException(
                path,
                $"{what} is not JSON: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}",
                advice,
                inner: exception
            );
        }
    }

    private static unsafe byte[] ReadAll(string path, string what, string advice)
    {
        // Of an empty one, mapping would speak of weights.
        if (new FileInfo(path) is { Exists: true, Length: 0 } && !SpecialFile.Is(path))
        {
            throw new WeightFileException(path, $"{what} is empty", advice);
        }

        using MappedBytes source = MappedBytes.Open(path);
        if (source.Length > Longest)
        {
            throw new WeightFileException(
                path,
                $"{what} has {source.Length} bytes, and {Longest} are the most",
                advice
            );
        }

        using MemoryHandle pin = source.Pin();
        ReadOnlySpan<byte> bytes = new(pin.Pointer, (int)source.Length);
        return (bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes).ToArray();
    }
}
