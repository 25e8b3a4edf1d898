using System.Text.Json;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>An object of a JSON file that describes a network. What is there is of its type, or the file is
/// refused.</summary>
internal sealed class ConfigObject
{
    private const int LongestText = 1000;

    private readonly string _path;
    private readonly JsonElement _element;

    private ConfigObject(string path, JsonElement element)
    {
        _path = path;
        _element = element;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="WeightFileException">It cannot be read, or is no object.</exception>
    public static ConfigObject Read(string path)
    {
        using JsonDocument json = JsonFile.Read(path, Path.GetFileName(path), Advice(path));
        return json.RootElement.ValueKind == JsonValueKind.Object
            ? new(path, json.RootElement.Clone())
            : throw Error(path, "this is JSON, but no object");
    }

    /// <summary>The file, for messages.</summary>
    public string File => _path;

    /// <summary>Names of all values.</summary>
    public IEnumerable<string> Names => _element.EnumerateObject().Select(property => property.Name);

    /// <summary>An error that says what the file says.</summary>
    public WeightFileException Error(string problem) => Error(_path, problem);

    /// <summary>Text, or <see langword="null"/> if there is none.</summary>
    public string? Text(string name) => Find(name) is { } value ? Text(name, value) : null;

    /// <summary>A whole number from 0 on.</summary>
    public int? Count(string name) => Find(name) is { } value ? Count(name, value) : null;

    /// <summary>A finite number.</summary>
    public double? Number(string name) => Find(name) is { } value ? Number(name, value) : null;

    /// <summary>Yes or no.</summary>
    public bool? Truth(string name) =>
        Find(name)?.ValueKind switch
        {
            null => null,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(name, "true or false"),
        };

    /// <summary>Whole numbers from 0 on.</summary>
    public int[]? Counts(string name) => List(name, "a list of whole numbers", Count);

    /// <summary>Finite numbers.</summary>
    public double[]? Numbers(string name) => List(name, "a list of numbers", Number);

    /// <summary>Texts.</summary>
    public string[]? Texts(string name) => List(name, "a list of texts", Text);

    /// <summary>Texts by their keys.</summary>
    public Dictionary<string, string>? TextsByKey(string name)
    {
        ConfigObject? found = Object(name);
        return found?._element.EnumerateObject().ToDictionary(pair => Key(name, pair), pair => Text(name, pair.Value));
    }

    /// <summary>An object in it.</summary>
    public ConfigObject? Object(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new(_path, value)
        : throw Wrong(name, "an object");

    /// <summary>Whether there is a value, of any type but null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Whether a value is an object, and not a number.</summary>
    public bool HasObject(string name) => Find(name)?.ValueKind == JsonValueKind.Object;

    private static string Advice(string path) =>
        $"Take the {Path.GetFileName(path)} that came with the weights, or move it away if it is none of theirs.";

    private static WeightFileException Error(string path, string problem) => new(path, problem, Advice(path));

    private JsonElement? Find(string name) =>
        _element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private T[]? List<T>(string name, string expected, Func<string, JsonElement, T> read) =>
        Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => read(name, item))]
        : throw Wrong(name, expected);

    private string Text(string name, JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestText } text
                ? text
                : throw Wrong(name, $"text of at most {LongestText} characters");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            throw Wrong(name, "text of Unicode");
        }
    }

    private string Key(string name, JsonProperty pair)
    {
        try
        {
            return pair.Name;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, "text of Unicode");
        }
    }

    private int Count(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int count) && count >= 0
            ? count
            : throw Wrong(name, $"a whole number from 0 to {int.MaxValue}");

    private double Number(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Wrong(name, "a finite number");

    private WeightFileException Wrong(string name, string expected)
    {
        string found = _element.TryGetProperty(name, out JsonElement value) ? value.GetRawText() : "nothing";
        return Error($"{Quoted.Text(name)} is {Quoted.Text(found)}, where {expected} is expected");
    }
}
