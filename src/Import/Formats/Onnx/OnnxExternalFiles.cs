using System.Globalization;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// Files beside an ONNX model that hold values of its tensors. A model may name any path (CVE-2022-25882,
/// CVE-2024-27318): only files in its folder and below are opened, and no link is followed.
/// </summary>
/// <param name="files">Opens and closes them.</param>
/// <param name="model">The path of the model.</param>
internal sealed class OnnxExternalFiles(CheckpointFiles files, string model)
{
    private const int MostFiles = 1000;

    private readonly Dictionary<string, MappedBytes> _open = [];

    /// <summary>Where the values of a tensor are.</summary>
    /// <param name="tensor">Its name.</param>
    /// <param name="entries">What the model says.</param>
    /// <param name="bytes">How many bytes they are.</param>
    /// <exception cref="WeightFileException">It is not where it may be, or not there.</exception>
    public (ByteSource Source, long Position) Find(string tensor, IReadOnlyList<OnnxPair> entries, long bytes)
    {
        string location = entries.LastOrDefault(entry => entry.Key == "location")?.Value ?? "";
        long offset = Number("offset") ?? 0;
        long length = Number("length") ?? bytes;
        if (!_open.TryGetValue(location, out MappedBytes? file))
        {
            if (_open.Count == MostFiles)
            {
                throw Error($"the model has values in more than {MostFiles} files");
            }

            file = files.Map(Path.Combine([Path.GetDirectoryName(model) ?? "", .. Parts()]));
            _open.Add(location, file);
        }

        return length == bytes && offset <= file.Length && bytes <= file.Length - offset
            ? (file, offset)
            : throw Error(
                $"it needs {bytes} bytes of values, and the model says {length} bytes from byte {offset} on of "
                    + $"{Quoted.Text(location)}, which has {file.Length}"
            );

        long? Number(string key) =>
            entries.LastOrDefault(entry => entry.Key == key)?.Value is not { } text ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value
            : throw Error($"its {key} in another file is {Quoted.Text(text)}, where a whole number is expected");

        string[] Parts()
        {
            string[] parts = location.Split('/');
            if (
                parts.Any(part =>
                    part is "" or "." or ".." || part.Any(one => one is '\\' or ':' || char.IsControl(one))
                )
            )
            {
                throw Error(
                    $"its values are in {Quoted.Text(location)}, where a file in the model's folder is expected"
                );
            }

            string path = Path.GetDirectoryName(Path.GetFullPath(model)) ?? "";
            foreach (string part in parts)
            {
                path = Path.Combine(path, part);
                if (new FileInfo(path).LinkTarget is not null)
                {
                    throw Error(
                        $"its values are in {Quoted.Text(location)}, where {Quoted.Text(part)} is a link, which could lead "
                            + "anywhere",
                        "Put the file itself into the model's folder."
                    );
                }
            }

            return parts;
        }

        WeightFileException Error(string problem, string? advice = null) =>
            new(
                model,
                $"tensor {Quoted.Text(tensor)}: {problem}",
                advice ?? "Export the model again, and keep all its files in one folder.",
                tensor
            );
    }
}
