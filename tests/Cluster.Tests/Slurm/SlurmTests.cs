using System.Diagnostics;
using System.Text.Json;
using ResNetGen.Package.Tests.Support;
using ResNetGen.Tests.Support;
using Xunit.Abstractions;

namespace ResNetGen.Cluster.Tests.Slurm;

/// <summary><c>deploy/slurm</c>, on a real Slurm.</summary>
public class SlurmTests(SlurmCluster cluster, ITestOutputHelper output) : IClassFixture<SlurmCluster>
{
    private const int Pictures = 200;
    private const int Shards = 4;
    private const int Killed = 2;

    // Nothing here takes as long; a task that hangs fails the test.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static string Submit => Path.Combine(TestProject.Repository, "deploy", "slurm", "submit");

    [FactNeeding(Needs.Slurm)]
    public void KilledTaskIsRequeuedAndNothingIsLostOrDoubled()
    {
        string pictures = Path.Combine(cluster.Shared, "pictures of birds");
        JobPictures.Write(pictures, Pictures);
        string results = Path.Combine(cluster.Shared, "results");
        string one = Path.Combine(cluster.Shared, "one.parquet");

        (string array, string merge) = Start(pictures, results);
        Kill(Path.Combine(results, "parts", $"part-{Killed:D5}-of-{Shards:D5}.parquet"));
        WaitFor("the merge to end", () => IsOver(merge));
        Show(array, merge, results);

        Assert.Equal("COMPLETED", Assert.Single(cluster.Jobs(merge))["JobState"]);
        IReadOnlyList<Dictionary<string, string>> tasks =
        [
            .. cluster.Jobs(array).OrderBy(task => task["ArrayTaskId"], StringComparer.Ordinal),
        ];
        Assert.Equal(["COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED"], tasks.Select(task => task["JobState"]));
        Assert.Equal(["0", "0", "1", "0"], tasks.Select(task => task["Restarts"]));

        cluster.Run("sh", "-c", "\"$RESNETGEN\" embed \"$0\" --output \"$1\"", pictures, one).Succeeded();
        string all = Path.Combine(results, "all.parquet");
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(all));
        string failed = File.ReadAllText(Path.ChangeExtension(all, ".failed.jsonl"));
        Assert.Equal(File.ReadAllText(Path.ChangeExtension(one, ".failed.jsonl")), failed);
        Assert.Equal(
            JobPictures.Damaged,
            failed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => Text(row, "path"))
        );
        Assert.Equal(
            $"{Pictures - JobPictures.Damaged.Count}",
            Text(File.ReadAllText(Path.ChangeExtension(all, ".job.json")), "rows")
        );
    }

    // The array's and the merge's numbers, which submit writes behind their names.
    private (string Array, string Merge) Start(string pictures, string results)
    {
        string[] lines = cluster.Run(Submit, pictures, results, $"{Shards}").Succeeded().Out.Split('\n');
        return (Number(lines[0]), Number(lines[1]));

        static string Number(string line) => line.Split(' ', ':')[1];
    }

    // In the middle: some rows are in its journal, and it is not complete. It is stopped first, so that both stay true.
    private void Kill(string part)
    {
        string journal = Path.Combine(part + ".unfinished", "journal");
        string owner = Path.Combine(part + ".unfinished", "owner.txt");
        WaitFor($"rows in {journal}", () => new FileInfo(journal) is { Exists: true, Length: > 0 });
        string process = File.ReadAllText(owner).Split()[1];
        cluster.Run("kill", "-STOP", process).Succeeded();
        long rows = new FileInfo(journal).Length;
        Assert.False(File.Exists(part), "The task was done before it could be killed.");
        cluster.Run("kill", "-KILL", process).Succeeded();
        output.WriteLine($"Killed process {process} with {rows} bytes in the journal of {Path.GetFileName(part)}.");
    }

    private bool IsOver(string job) =>
        cluster.Jobs(job).All(task => task["JobState"] is not ("PENDING" or "RUNNING" or "COMPLETING"));

    private void Show(string array, string merge, string results)
    {
        foreach (string log in Directory.EnumerateFiles(Path.Combine(results, "logs")).Order(StringComparer.Ordinal))
        {
            output.WriteLine($"== {Path.GetFileName(log)}\n{File.ReadAllText(log)}");
        }

        string[] fields =
        [
            "JobId",
            "ArrayTaskId",
            "JobName",
            "JobState",
            "Restarts",
            "ExitCode",
            "StartTime",
            "EndTime",
        ];
        output.WriteLine("== scontrol show job");
        foreach (Dictionary<string, string> job in cluster.Jobs(array).Concat(cluster.Jobs(merge)))
        {
            output.WriteLine(string.Join(' ', fields.Where(job.ContainsKey).Select(field => $"{field}={job[field]}")));
        }

        output.WriteLine("== slurmctld.log");
        foreach (
            string line in cluster
                .ControllerLog.Split('\n')
                .Where(line => line.Contains("JobId=", StringComparison.Ordinal))
        )
        {
            output.WriteLine(line);
        }
    }

    private static void WaitFor(string what, Func<bool> isSo)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(waited.Elapsed < Patience, $"Waited {Patience} in vain for {what}.");
            Thread.Sleep(5);
        }
    }

    private static string Text(string json, string property)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty(property).ToString();
    }
}
