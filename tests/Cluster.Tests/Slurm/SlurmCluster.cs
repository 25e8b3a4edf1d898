using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ResNetGen.Cluster.Tests.Support;
using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Cluster.Tests.Slurm;

/// <summary>
/// A Slurm of the tests' own with one node, in a temporary directory: <c>cluster.sh</c>. It starts when it is first used, and
/// ends with the tests, or with their process.
/// </summary>
public sealed class SlurmCluster : IDisposable
{
    /// <summary>The variable with the number of a task that is held in its middle when it runs for the first time.</summary>
    internal const string HeldTask = "HELD_TASK";

    /// <summary>The variable with the path of its journal.</summary>
    internal const string HeldJournal = "HELD_JOURNAL";

    private readonly Lazy<Process> _daemons;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("resnetgen-slurm-");

    public SlurmCluster() => _daemons = new Lazy<Process>(Start);

    /// <summary>A directory for what jobs read and write.</summary>
    public string Shared => _directory.CreateSubdirectory("shared").FullName;

    /// <summary>What the controller wrote so far.</summary>
    public string ControllerLog => File.ReadAllText(Path.Combine(_directory.FullName, "slurmctld.log"));

    /// <summary>Runs a program with this Slurm.</summary>
    internal CommandLine Run(string program, params string[] arguments) => Run([], program, arguments);

    /// <inheritdoc cref="Run(string, string[])"/>
    internal CommandLine Run(Dictionary<string, string> variables, string program, params string[] arguments)
    {
        _ = _daemons.Value;
        variables["SLURM_CONF"] = Path.Combine(_directory.FullName, "slurm.conf");
        variables["RESNETGEN"] = Path.Combine(_directory.FullName, "resnetgen");
        return CommandLine.Run(Shared, variables, program, arguments);
    }

    /// <summary>What Slurm knows of a job, such as <c>JobState</c>; of an array, of each of its tasks by their numbers.</summary>
    internal IReadOnlyList<Dictionary<string, string>> Jobs(string id) =>
        [
            .. Run("scontrol", "--oneliner", "show", "job", id)
                .Succeeded()
                .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line =>
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        .Select(field => field.Split('=', 2))
                        .Where(field => field.Length == 2)
                        .DistinctBy(field => field[0])
                        .ToDictionary(field => field[0], field => field[1])
                ),
        ];

    public void Dispose()
    {
        if (_daemons.IsValueCreated)
        {
            // The end of its input is what it waits for.
            using Process daemons = _daemons.Value;
            daemons.StandardInput.Close();
            daemons.WaitForExit();
        }

        _directory.Delete(recursive: true);
    }

    private Process Start()
    {
        // The tests themselves may be a job of another Slurm.
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>().ToArray())
        {
            if (
                name.StartsWith("SLURM_", StringComparison.Ordinal)
                || name.StartsWith("SBATCH_", StringComparison.Ordinal)
            )
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }

        WriteProgram();
        (int controller, int node) = FreePorts();
        ProcessStartInfo start = new(
            "bash",
            [
                Path.Combine(AppContext.BaseDirectory, "Slurm", "cluster.sh"),
                _directory.FullName,
                $"{controller}",
                $"{node}",
            ]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process daemons = Process.Start(start)!;
        if (daemons.StandardOutput.ReadLine() == "ready")
        {
            return daemons;
        }

        daemons.WaitForExit();
        string logs = string.Join(
            '\n',
            _directory.EnumerateFiles("*.out").Select(log => $"{log.Name}:\n{File.ReadAllText(log.FullName)}")
        );
        throw new InvalidOperationException($"Slurm does not start.\n{logs}");
    }

    // Slurm's tasks run what these tests were built with. A task that is to be held stops as soon as its journal has rows.
    private void WriteProgram()
    {
        string path = Path.Combine(_directory.FullName, "resnetgen");
        File.WriteAllText(
            path,
            $$"""
            #!/bin/sh
            if [ -n "${{HeldTask}}" ] && [ "${{HeldTask}}" = "$SLURM_ARRAY_TASK_ID" ] && [ -z "$SLURM_RESTART_COUNT" ]; then
              (until [ -s "${{HeldJournal}}" ]; do kill -0 $$ || exit; sleep 0.01; done; kill -STOP $$) 2>/dev/null &
            fi
            exec '{{string.Join("' '", TestedProgram.Command)}}' "$@"

            """
        );
        Process.Start("chmod", ["755", path]).WaitForExit();
    }

    private static (int Controller, int Node) FreePorts()
    {
        using TcpListener first = new(IPAddress.Any, 0);
        using TcpListener second = new(IPAddress.Any, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
