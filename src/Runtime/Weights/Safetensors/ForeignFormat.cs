namespace ResNetGen.Weights;

/// <summary>
/// Recognises files of other formats by their first bytes, and says how to convert them.
/// </summary>
internal static class ForeignFormat
{
    /// <summary>
    /// How many first bytes tell: a tar archive has its signature at byte 257, an index its map near the start.
    /// </summary>
    public const int Needed = 4096;

    /// <summary>What the file is and what to do about it; <see langword="null"/> when it is nothing known.</summary>
    /// <param name="file">Its path, for the advice.</param>
    /// <param name="start">Its first bytes, up to <see cref="Needed"/>.</param>
    public static (string What, string Advice)? Recognise(string file, ReadOnlySpan<byte> start)
    {
        string name = Path.GetFileName(file);
        ReadOnlySpan<byte> text = start.TrimStart(" \t\r\n"u8);
        return start switch
        {
            _ when PackedFormat.IsPacked(start) => (
                "this is a packed file, not safetensors",
                "Load takes it as it is; to pack again, give the safetensors file that it came from."
            ),
            [(byte)'P', (byte)'K', 3, 4, ..] => (
                "this is a zip archive, probably a PyTorch checkpoint (torch.save), not safetensors",
                Import(file)
            ),
            // The length of a safetensors header can start so too, but its upper half is zero.
            [0x80, >= 2 and <= 5, _, _, _, _, _, _, ..] when start[4..8].ContainsAnyExcept((byte)0) => (
                "this is a Python pickle, probably an old PyTorch checkpoint (torch.save), not safetensors",
                Import(file)
            ),
            _ when start.Length > 262 && start[257..].StartsWith("ustar"u8) => (
                "this is a tar archive, not safetensors",
                "Unpack it; if it is a PyTorch checkpoint of that age, load it there and save it again:\n"
                    + SaveTensors(name)
            ),
            [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..] => (
                "this is a GGUF file, not safetensors",
                "Take the safetensors file that it was converted from."
            ),
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => (
                "this is an HDF5 file (Keras), not safetensors",
                "Load it in its framework and save torchvision's names and layout:\n" + SaveTensors(name)
            ),
            _ when start.StartsWith("version https://git-lfs"u8) => (
                "this is a Git LFS pointer, not the file itself",
                "Fetch the file: git lfs pull."
            ),
            [0x1f, 0x8b, ..] => ("this is a gzip file, not safetensors", "Unpack it first."),
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => (
                "this is a NumPy array, not safetensors",
                "Save all the tensors together:\n" + SaveTensors(name)
            ),
            _ when IsTorchSharp(start) => ("this is a file of TorchSharp, not safetensors", Import(file)),
            _ when IsOnnx(start) => ("this is an ONNX model, not safetensors", Import(file)),
            _ when text is [(byte)'<', ..] => (
                "this is a web page, not safetensors",
                "The download failed, perhaps for want of a login: fetch the file again."
            ),
            _ when text is [(byte)'{', ..] && IsIndex(name, text) => (
                "this is the index of weights that are split over several files",
                Import(file)
            ),
            _ when text is [(byte)'{', ..] => (
                "this is a JSON file, not safetensors",
                "Give the file with the weights, often model.safetensors."
            ),
            _ => null,
        };
    }

    /// <summary>Whether a file begins as ONNX models do: with their version, then the writer, the graph or the
    /// operators.</summary>
    public static bool IsOnnx(ReadOnlySpan<byte> start) =>
        start is [0x08, > 0 and < 32, 0x12 or 0x1a or 0x22 or 0x28 or 0x32 or 0x3a or 0x42, .. var rest]
        // The length of a safetensors header can start so too, but then zeros follow.
        && rest[..Math.Min(5, rest.Length)].ContainsAnyExcept((byte)0);

    /// <summary>
    /// Whether a file begins as TorchSharp's do, which have no signature: the number of tensors, then the length and the
    /// letters of the first name, and a type that there is.
    /// </summary>
    public static bool IsTorchSharp(ReadOnlySpan<byte> start)
    {
        int position = 0;
        while (position < 3 && position < start.Length && start[position] >= 0x80)
        {
            position++;
        }

        if (position + 1 >= start.Length || start[position] is 0 or >= 0x80)
        {
            return false;
        }

        int length = start[position + 1];
        ReadOnlySpan<byte> name = start[(position + 2)..];
        return length is > 0 and < 0x80
            && name.Length > length
            && !name[..length].ContainsAnyExceptInRange((byte)'!', (byte)'~')
            && name[length] is (<= 7 or 11 or 15);
    }

    private static bool IsIndex(string name, ReadOnlySpan<byte> text) =>
        text.IndexOf("\"weight_map\""u8) >= 0 || name.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase);

    private static string Import(string file) =>
        "The tool of the package ResNetGen.Cli makes safetensors of it, and a class, in a folder:\n"
        + $"{ImportCommand.For(file)} --output imported";

    private static string SaveTensors(string name) =>
        $"from safetensors.torch import save_file\nsave_file(model.state_dict(), {Target(name)})";

    private static string Target(string name) =>
        Quoted.Python(
            (Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem ? stem : "weights") + ".safetensors"
        );
}
