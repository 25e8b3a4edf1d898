using ResNetGen.Imaging;

namespace Samples.WebApi;

/// <summary>What can be set: on the command line (<c>--weights FILE</c>) or in the environment (<c>WEIGHTS=FILE</c>).</summary>
/// <param name="Weights">The weight file, safetensors or packed.</param>
/// <param name="Workers">Pictures that are classified at once, each by one thread.</param>
/// <param name="Waiting">Requests that may wait for a worker; more are turned away, so that nobody waits for minutes.</param>
/// <param name="MaxBytes">The largest request, in bytes.</param>
/// <param name="MaxPixels">The largest picture, width times height; decoded, a pixel takes three bytes.</param>
internal sealed record Settings(string Weights, int Workers, int Waiting, int MaxBytes, int MaxPixels)
{
    public static Settings From(IConfiguration configuration)
    {
        int workers = Number(configuration, "workers", Environment.ProcessorCount, least: 1);
        return new Settings(
            configuration["weights"] ?? throw new FormatException("Weights are needed: --weights FILE."),
            workers,
            Number(configuration, "waiting", 8 * workers, least: 0),
            Number(configuration, "maxBytes", 4 << 20, least: 1),
            Number(configuration, "maxPixels", 4096 * 4096, least: 1, most: (int)Picture.DefaultMaximumPixels));
    }

    private static int Number(IConfiguration configuration, string name, int otherwise, int least, int most = int.MaxValue) =>
        configuration[name] is not { } text ? otherwise
        : int.TryParse(text, out int value) && value >= least && value <= most ? value
        : throw new FormatException($"--{name} {text}: a whole number from {least} to {most} is needed.");
}
