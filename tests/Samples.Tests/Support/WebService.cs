using System.Collections.Concurrent;
using System.Diagnostics;

namespace ResNetGen.Samples.Tests.Support;

/// <summary>The web API as a process, on a port that was free.</summary>
internal sealed class WebService : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private Task _logging = Task.CompletedTask;

    private WebService(Process process, Uri address) =>
        (_process, Client) = (process, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) });

    public HttpClient Client { get; }

    /// <summary>What it has written since it listens.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    public static WebService Start(string program, params string[] arguments) => Start(program, [], arguments);

    /// <param name="program">The native program, or <c>dotnet</c>.</param>
    /// <param name="variables">Variables of its environment, beside those of the tests.</param>
    /// <param name="arguments">The program for <c>dotnet</c>, and settings.</param>
    public static WebService Start(
        string program,
        IEnumerable<KeyValuePair<string, string>> variables,
        params string[] arguments
    )
    {
        ProcessStartInfo start = new(
            program,
            [.. arguments, "--weights", Sample.Weights, "--urls", "http://127.0.0.1:0"]
        )
        {
            RedirectStandardOutput = true,
        };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            int at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at >= 0)
            {
                WebService service = new(process, new Uri(line[(at + Listening.Length)..]));

                // Read to its end: a full pipe would stop the service.
                service._logging = service.ReadLogAsync(process.StandardOutput);
                return service;
            }
        }

        throw new InvalidOperationException($"{program} ended before it listened.");
    }

    /// <summary>
    /// Asks it to end, and waits until it has: then all requests are done with, and the log is whole.
    /// </summary>
    public async Task StopAsync()
    {
        using (Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        await _logging;
    }

    private async Task ReadLogAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            Log.Enqueue(line);
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
