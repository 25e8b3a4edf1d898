using ResNetGen.Imaging;

namespace Samples.WebApi;

/// <summary>
/// What can be set: on the command line (<c>--weights FILE</c>) or in the environment (<c>WEIGHTS=FILE</c>).
/// </summary>
/// <param name="Weights">The weight file, safetensors or packed.</param>
/// <param name="Workers">Pictures that are classified at once, each by one thread.</param>
/// <param name="Waiting">Requests that may wait for a worker; more are turned away, so that nobody waits for
/// minutes.</param>
/// <param name="MaxBytes">The largest request, in bytes.</param>
/// <param name="MaxPixels">The largest picture, width times height; decoded, a pixel takes three bytes.</param>
/// <param name="UploadBytes">What all uploads together may hold in memory, in bytes.</param>
/// <param name="UploadSeconds">How long an upload may take, from its headers to its last byte.</param>
/// <param name="DecodeSeconds">How long a picture may be decoded.</param>
/// <param name="Connections">Connections at once; more are closed.</param>
/// <param name="IdleSeconds">How long a connection may be silent before a request, and how long a request's headers may
/// take.</param>
internal sealed record Settings(
    string Weights,
    int Workers,
    int Waiting,
    int MaxBytes,
    int MaxPixels,
    long UploadBytes,
    int UploadSeconds,
    int DecodeSeconds,
    int Connections,
    int IdleSeconds
)
{
    // A day, in seconds: what timers take.
    private const int LongestWait = 86_400;

    public static Settings From(IConfiguration configuration)
    {
        int workers = Number(configuration, "workers", Environment.ProcessorCount, least: 1);
        int waiting = Number(configuration, "waiting", (int)Math.Min(8L * workers, int.MaxValue), least: 0);
        int maxBytes = Number(configuration, "maxBytes", 4 << 20, least: 1, Array.MaxLength);

        // As much as can wait, unless the machine or the container is too small for it.
        long uploadBytes = Math.Max(
            maxBytes,
            Math.Min(((long)workers + waiting) * maxBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4)
        );
        return new Settings(
            configuration["weights"] ?? throw new FormatException("Weights are needed: --weights FILE."),
            workers,
            waiting,
            maxBytes,
            Number(configuration, "maxPixels", 4096 * 4096, least: 1, most: (int)Picture.DefaultMaximumPixels),
            Number(configuration, "uploadBytes", uploadBytes, least: maxBytes, most: long.MaxValue),
            Number(configuration, "uploadSeconds", 30, least: 1, LongestWait),
            Number(configuration, "decodeSeconds", 10, least: 1, LongestWait),
            Number(configuration, "connections", 1000, least: 1),
            Number(configuration, "idleSeconds", 10, least: 1, LongestWait)
        );
    }

    private static int Number(
        IConfiguration configuration,
        string name,
        int otherwise,
        int least,
        int most = int.MaxValue
    ) => (int)Number(configuration, name, (long)otherwise, least, most);

    private static long Number(IConfiguration configuration, string name, long otherwise, long least, long most) =>
        configuration[name] is not { } text ? otherwise
        : long.TryParse(text, out long value) && value >= least && value <= most ? value
        : throw new FormatException($"--{name} {text}: a whole number from {least} to {most} is needed.");
}
