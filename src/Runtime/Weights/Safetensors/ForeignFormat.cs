namespace ResNetGen.Weights;

/// <summary>
/// Recognises by their first bytes the files that are given in place of safetensors, and says how to convert them.
/// </summary>
internal static class ForeignFormat
{
    /// <summary>
    /// How many first bytes are looked at: a tar archive has its signature at 257, an index its map near the start.
    /// </summary>
    public const int Needed = 4096;

    /// <summary>What the file is and what to do about it; <see langword="null"/> when it is nothing known.</summary>
    /// <param name="file">Its path, for the advice.</param>
    /// <param name="start">Its first bytes, up to <see cref="Needed"/>.</param>
    public static (string What, string Advice)? Recognise(string file, ReadOnlySpan<byte> start)
    {
        string name = Path.GetFileName(file);

        if (PackedFormat.IsPacked(start))
        {
            return (
                "this is a packed file, not safetensors",
                "Load takes it as it is; to pack again, give the safetensors file that it came from."
            );
        }

        if (start.StartsWith("PK\x03\x04"u8))
        {
            return (
                "this is a zip archive, probably a PyTorch checkpoint (torch.save), not safetensors",
                FromPyTorch(name)
            );
        }
        // Also the length of a small header could start so, but its upper half is zero.
        if (start is [0x80, >= 2 and <= 5, ..] && start.Length >= 8 && start[4..8].ContainsAnyExcept((byte)0))
        {
            return (
                "this is a Python pickle, probably an old PyTorch checkpoint (torch.save), not safetensors",
                FromPyTorch(name)
            );
        }

        if (start.Length > 262 && start[257..].StartsWith("ustar"u8))
        {
            return (
                "this is a tar archive, not safetensors",
                "Unpack it; a PyTorch checkpoint of that age:\n" + FromPyTorch(name)
            );
        }

        if (start.StartsWith("GGUF"u8))
        {
            return ("this is a GGUF file, not safetensors", "Take the safetensors file that it was converted from.");
        }

        if (start is [0x89, (byte)'H', (byte)'D', (byte)'F', ..])
        {
            return (
                "this is an HDF5 file (Keras), not safetensors",
                "Load it in its framework and save torchvision's names and layout:\n" + SaveTensors(name)
            );
        }

        if (start.StartsWith("version https://git-lfs"u8))
        {
            return ("this is a Git LFS pointer, not the file itself", "Fetch the file: git lfs pull.");
        }

        if (start is [0x1f, 0x8b, ..])
        {
            return ("this is a gzip file, not safetensors", "Unpack it first.");
        }

        if (start is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..])
        {
            return ("this is a NumPy array, not safetensors", "Save all the tensors together:\n" + SaveTensors(name));
        }

        if (start is [0x08, > 0 and < 32, 0x12 or 0x3a or 0x42, ..])
        {
            return ("this is an ONNX model, not safetensors", FromOnnx(name));
        }

        ReadOnlySpan<byte> text = start.TrimStart(" \t\r\n"u8);
        if (text is [(byte)'<', ..])
        {
            return (
                "this is a web page, not safetensors",
                "The download failed, perhaps for want of a login: fetch the file again."
            );
        }

        if (text is [(byte)'{', ..])
        {
            return FromJson(name, text);
        }

        return null;
    }

    private static (string What, string Advice) FromJson(string name, ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\"weight_map\""u8) < 0 && !name.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase))
        {
            return ("this is a JSON file, not safetensors", "Give the file with the weights, often model.safetensors.");
        }

        return (
            "this is the index of weights that are split over several files",
            "Join them into one file:\n"
                + "import json; from safetensors.torch import load_file, save_file\n"
                + $"save_file({{k: v for f in sorted(set(json.load(open({Quoted.Python(name)}))[\"weight_map\"].values())) "
                + "for k, v in load_file(f).items()}, \"joined.safetensors\")"
        );
    }

    private static string FromPyTorch(string name) =>
        "Convert it (if the checkpoint holds more than the weights, take its \"state_dict\" or \"model\"):\n"
        + "import torch; from safetensors.torch import save_file\n"
        + $"save_file(torch.load({Quoted.Python(name)}, map_location=\"cpu\", weights_only=True), {Target(name)})";

    private static string FromOnnx(string name) =>
        "Take the PyTorch model that it was exported from:\n" + SaveTensors(name);

    private static string SaveTensors(string name) =>
        "from safetensors.torch import save_file\n" + $"save_file(model.state_dict(), {Target(name)})";

    private static string Target(string name) =>
        Quoted.Python(
            (Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem ? stem : "weights") + ".safetensors"
        );
}
