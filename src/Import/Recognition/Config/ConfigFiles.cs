using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>The files beside weights that say what weights do not: <c>config.json</c> of timm or transformers.</summary>
internal static class ConfigFiles
{
    private const string Network = "config.json";
    private const string Preprocessor = "preprocessor_config.json";

    /// <summary>Paths of the files that there are.</summary>
    /// <param name="checkpoint">The path of a file, or of the folder that it is in.</param>
    public static IEnumerable<string> PathsBeside(string checkpoint) =>
        new[] { Network, Preprocessor }.Select(name => Path.Combine(FolderOf(checkpoint), name)).Where(File.Exists);

    /// <summary>Reads what is beside a checkpoint.</summary>
    /// <param name="checkpoint">The path of a file, or of the folder that it is in.</param>
    /// <returns><see langword="null"/> if there is nothing that describes a network.</returns>
    /// <exception cref="WeightFileException">A file cannot be read, or describes another kind of network.</exception>
    public static NetworkFacts? Beside(string checkpoint)
    {
        string folder = FolderOf(checkpoint);
        string path = Path.Combine(folder, Network);
        if (!File.Exists(path))
        {
            return null;
        }

        ConfigObject config = ConfigObject.Read(path);
        if (config.Text("architecture") is { } architecture)
        {
            return TimmConfig.Read(config, architecture);
        }

        if (config.Text("model_type") is not { } type)
        {
            return null;
        }

        string preprocessor = Path.Combine(folder, Preprocessor);
        return TransformersConfig.Read(
            config,
            type,
            File.Exists(preprocessor) ? ConfigObject.Read(preprocessor) : null
        );
    }

    private static string FolderOf(string checkpoint) =>
        Directory.Exists(checkpoint) ? checkpoint : Path.GetDirectoryName(checkpoint) ?? "";
}
