using ResNetGen.Cli.Models;

namespace ResNetGen.Cli.Bench;

/// <summary>The weights that a network is measured with: those of a file, its own, or made-up ones.</summary>
/// <param name="Source"><c>file</c>, <c>embedded</c> or <c>madeUp</c>.</param>
/// <param name="File">The file.</param>
internal sealed record BenchWeights(string Source, string? File)
{
    public static BenchWeights Choose(KnownModel model, string? file) =>
        file is not null
            ? new BenchWeights("file", file)
            : new BenchWeights(model.Embedded ? "embedded" : "madeUp", null);

    public IImageModel Load(KnownModel model, int threads) =>
        Source == "madeUp"
            ? model.Load(MadeUpWeights.Safetensors(model.Info), threads)
            : AnyWeights.Load(model, File, threads);
}
