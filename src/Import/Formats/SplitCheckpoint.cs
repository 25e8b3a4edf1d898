using System.Text.Json;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// A checkpoint in several files, as Hugging Face's transformers writes it: <c>model.safetensors.index.json</c> says in
/// which file each tensor is.
/// </summary>
internal static class SplitCheckpoint
{
    private const string IndexEnding = ".index.json";
    private const int MostFiles = 1000;
    private const string Advice = "Download or export all its files again, into one folder.";

    // What a folder may have, the best first.
    private static readonly string[] KnownNames =
    [
        "model.safetensors",
        "model.safetensors" + IndexEnding,
        "pytorch_model.bin",
        "pytorch_model.bin" + IndexEnding,
        "model.onnx",
    ];

    public static bool IsIndex(string path) => path.EndsWith(IndexEnding, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="WeightFileException">It holds no checkpoint, or one that cannot be read.</exception>
    public static CheckpointContent ReadFolder(CheckpointFiles files, string path)
    {
        string? found = KnownNames.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists);
        return found is null
            ? throw new WeightFileException(
                path,
                $"this is a directory without {string.Join(", ", KnownNames[..^1])} or {KnownNames[^1]}",
                "Name the file in it."
            )
            : files.Read(found);
    }

    /// <exception cref="WeightFileException">It is no index, or a file that it names cannot be read.</exception>
    public static CheckpointContent ReadIndex(CheckpointFiles files, string path)
    {
        (Dictionary<string, string> places, Dictionary<string, string> notes) = Parse(path);
        files.Note(path);
        string[] names = [.. places.Values.Distinct(StringComparer.Ordinal)];
        if (names.Length is 0 or > MostFiles)
        {
            throw Error(path, $"the index names {names.Length} files, where 1 to {MostFiles} are expected");
        }

        List<CheckpointTensor> tensors = [];
        Dictionary<string, string> metadata = [];
        CheckpointFormat? format = null;
        foreach (string name in names)
        {
            CheckpointContent content = files.ReadOne(Path.Combine(Path.GetDirectoryName(path) ?? "", name));
            format ??= content.Format;
            foreach (CheckpointTensor tensor in content.Tensors)
            {
                // Left over are those that are in no file.
                if (!places.Remove(tensor.Name, out string? place) || place != name)
                {
                    string says = place is null ? "is not in the index" : $"is in {Quoted.Text(place)} by the index";
                    throw Error(
                        path,
                        $"tensor {Quoted.Text(tensor.Name)} of {Quoted.Text(name)} {says}, or in two files",
                        tensor.Name
                    );
                }

                tensors.Add(tensor);
            }

            foreach ((string key, string value) in content.Metadata)
            {
                metadata[key] = value;
            }
        }

        foreach ((string name, string place) in places)
        {
            throw Error(path, $"tensor {Quoted.Text(name)} is not in {Quoted.Text(place)}, as the index says", name);
        }

        foreach ((string key, string value) in notes)
        {
            metadata[key] = value;
        }

        return new(format ?? CheckpointFormat.Safetensors, tensors, metadata);
    }

    private static (Dictionary<string, string> Places, Dictionary<string, string> Notes) Parse(string path)
    {
        using JsonDocument json = JsonFile.Read(path, "the index", Advice);
        try
        {
            Dictionary<string, string> places = [];
            foreach (JsonProperty place in Object(path, json.RootElement, "weight_map"))
            {
                places.Add(place.Name, FileName(path, place));
            }

            Dictionary<string, string> notes = [];
            if (json.RootElement.TryGetProperty("metadata", out _))
            {
                foreach (JsonProperty note in Object(path, json.RootElement, "metadata"))
                {
                    notes.Add(note.Name, note.Value.ToString());
                }
            }

            return (places, notes);
        }
        catch (InvalidOperationException exception)
        {
            // Half of a surrogate pair is no text.
            throw new WeightFileException(path, "the index has text that is not Unicode", Advice, inner: exception);
        }
    }

    private static JsonElement.ObjectEnumerator Object(string path, JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject()
            : throw Error(path, $"the index has no object {Quoted.Text(name)}");

    // A name with a folder in it could lead to any file.
    private static string FileName(string path, JsonProperty place) =>
        place.Value.ValueKind == JsonValueKind.String
        && place.Value.GetString() is { Length: > 0 } name
        && name is not ("." or "..")
        && name.IndexOfAny(['/', '\\', ':', '\0']) < 0
        && !IsIndex(name)
            ? name
            : throw Error(
                path,
                $"the index has tensor {Quoted.Text(place.Name)} in {Quoted.Text(place.Value.ToString())}, where the name "
                    + "of a file beside it is expected",
                place.Name
            );

    private static WeightFileException Error(string path, string problem, string? tensor = null) =>
        new(path, problem, Advice, tensor);
}
