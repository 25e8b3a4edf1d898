using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>The files beside weights that say what weights do not: <c>config.json</c> of timm or
/// transformers.</summary>
internal static class ConfigFiles
{
    private const string Network = "config.json";
    private const string Pictures = "preprocessor_config.json";

    /// <summary>Those that there are beside a checkpoint; beside bytes in memory there is nothing.</summary>
    public static IEnumerable<string> Paths(Checkpoint checkpoint) =>
        new[] { Find(checkpoint, Network), Find(checkpoint, Pictures) }.OfType<string>();

    /// <summary>Reads what is beside a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <returns><see langword="null"/> if there is nothing that describes a network.</returns>
    /// <exception cref="WeightFileException">A file cannot be read, or describes another kind of network.</exception>
    public static NetworkFacts? Beside(Checkpoint checkpoint)
    {
        if (Find(checkpoint, Network) is not { } path)
        {
            return null;
        }

        ConfigObject config = ConfigObject.Read(path);
        return config.Text("architecture") is { } architecture ? TimmConfig.Read(config, architecture)
            : config.Text("model_type") is { } type
                ? TransformersConfig.Read(
                    config,
                    type,
                    Find(checkpoint, Pictures) is { } pictures ? ConfigObject.Read(pictures) : null
                )
            : null;
    }

    private static string? Find(Checkpoint checkpoint, string name)
    {
        string path = Path.Combine(Path.GetDirectoryName(checkpoint.Files.FirstOrDefault()) ?? "", name);
        return checkpoint.Files.Count > 0 && File.Exists(path) ? path : null;
    }
}
