using System.Diagnostics;
using System.Text.Json;
using ResNetGen.Cluster.Tests.Support;
using ResNetGen.Package.Tests.Support;
using ResNetGen.Tests.Support;
using Xunit.Abstractions;

namespace ResNetGen.Cluster.Tests.Slurm;

/// <summary><c>deploy/slurm</c>, on a real Slurm.</summary>
public class SlurmTests(SlurmCluster cluster, ITestOutputHelper output) : IClassFixture<SlurmCluster>
{
    private const int PictureCount = 200;
    private const int Shards = 4;
    private const int Victim = 2;

    // Nothing here takes as long; a task that hangs fails the test.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static string Submit => Path.Combine(TestProject.Repository, "deploy", "slurm", "submit");

    private string Pictures => Path.Combine(cluster.Shared, "pictures of birds");

    // What one process makes of them.
    private string Expected => Path.Combine(cluster.Shared, "expected.parquet");

    [FactNeeding(Needs.Slurm)]
    public void KilledTaskIsRequeuedAndNothingIsLostOrDoubled()
    {
        MakePictures();
        string results = Path.Combine(cluster.Shared, "killed");
        (string array, string merge) = Start(results, holdVictim: true);
        string process = WaitForHeld(results);
        byte[] done = File.ReadAllBytes(Journal(results));

        // Another name of the file: the next process goes on in it, or begins another one.
        string kept = Path.Combine(cluster.Shared, "journal");
        cluster.Run("ln", Journal(results), kept).Succeeded();
        cluster.Run("sh", "-c", $"kill -KILL {process}").Succeeded();
        output.WriteLine($"Killed: process {process} of task {Victim}, with {done.Length} bytes in its journal.");

        WaitFor("the merge to end", () => IsOver(merge));
        Show(array, merge, results);
        Assert.Equal("COMPLETED", Assert.Single(cluster.Jobs(merge))["JobState"]);
        IReadOnlyList<Dictionary<string, string>> tasks = Tasks(array);
        Assert.Equal(["COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED"], tasks.Select(task => task["JobState"]));
        Assert.Equal(["0", "0", "1", "0"], tasks.Select(task => task["Restarts"]));
        Assert.Contains("ended by SIGKILL: this task is requeued (restart 1", Log(results, array, Victim));
        Assert.True(new FileInfo(kept).Length > done.Length, "The task did not go on where it was killed.");
        AssertAsExpected(results);
    }

    [FactNeeding(Needs.Slurm)]
    public void CancelledJobGoesOnWhenItIsSubmittedAgain()
    {
        MakePictures();
        string results = Path.Combine(cluster.Shared, "cancelled");
        (string array, string merge) = Start(results, holdVictim: true);
        WaitForHeld(results);
        cluster.Run("scancel", array).Succeeded();
        WaitFor("the merge to be cancelled", () => IsOver(merge) && IsOver(array));
        Assert.Equal("CANCELLED", Assert.Single(cluster.Jobs(merge))["JobState"]);
        Dictionary<string, string> task = Tasks(array)[Victim];
        Assert.Equal(("CANCELLED", "0"), (task["JobState"], task["Restarts"]));
        Assert.DoesNotContain("requeued", Log(results, array, Victim));

        (_, merge) = Start(results, holdVictim: false);
        WaitFor("the merge to end", () => IsOver(merge));
        Assert.Equal("COMPLETED", Assert.Single(cluster.Jobs(merge))["JobState"]);
        AssertAsExpected(results);
    }

    [FactNeeding(Needs.Slurm)]
    public void OptionThatIsWrongIsNotTriedAgain()
    {
        MakePictures();
        string results = Path.Combine(cluster.Shared, "wrong");
        (string array, string merge) = Start(results, holdVictim: false, "--model", "resnet17");
        WaitFor("the merge to be cancelled", () => IsOver(merge) && IsOver(array));
        Assert.Equal("CANCELLED", Assert.Single(cluster.Jobs(merge))["JobState"]);
        Assert.All(
            Tasks(array),
            task => Assert.Equal(("FAILED", "2:0", "0"), (task["JobState"], task["ExitCode"], task["Restarts"]))
        );
        Assert.Contains("resnet17", Log(results, array, Victim));
    }

    // The array's and the merge's numbers, which submit writes behind their names.
    private (string Array, string Merge) Start(string results, bool holdVictim, params string[] options)
    {
        Dictionary<string, string> variables = [];
        if (holdVictim)
        {
            variables[SlurmCluster.HeldTask] = $"{Victim}";
            variables[SlurmCluster.HeldJournal] = Journal(results);
        }

        CommandLine submitted = cluster.Run(variables, Submit, [Pictures, results, $"{Shards}", .. options]);
        string[] lines = submitted.Succeeded().Out.Split('\n');
        return (Number(lines[0]), Number(lines[1]));

        static string Number(string line) => line.Split(' ', ':')[1];
    }

    private void MakePictures()
    {
        if (!File.Exists(Expected))
        {
            JobPictures.Write(Pictures, PictureCount);
            TestedProgram.Run("embed", Pictures, "--output", Expected);
        }
    }

    private static string Unfinished(string results) =>
        Path.Combine(results, "parts", $"part-{Victim:D5}-of-{Shards:D5}.unfinished");

    private static string Journal(string results) => Path.Combine(Unfinished(results), "journal");

    // The process of the victim, once it is stopped.
    private static string WaitForHeld(string results)
    {
        string process = "";
        WaitFor(
            "the task to be stopped in its middle",
            () =>
            {
                string owner = Path.Combine(Unfinished(results), "owner.txt");
                process = File.Exists(owner) ? File.ReadAllText(owner).Split().ElementAtOrDefault(1) ?? "" : "";
                return process.Length > 0 && File.ReadAllText($"/proc/{process}/stat").Contains(") T ");
            }
        );
        return process;
    }

    private void AssertAsExpected(string results)
    {
        string all = Path.Combine(results, "all.parquet");
        Assert.Equal(File.ReadAllBytes(Expected), File.ReadAllBytes(all));
        string failed = File.ReadAllText(Path.ChangeExtension(all, ".failed.jsonl"));
        Assert.Equal(File.ReadAllText(Path.ChangeExtension(Expected, ".failed.jsonl")), failed);
        Assert.Equal(
            JobPictures.Damaged,
            failed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => Text(row, "path"))
        );
        string job = File.ReadAllText(Path.ChangeExtension(all, ".job.json"));
        Assert.Equal($"{PictureCount - JobPictures.Damaged.Count}", Text(job, "rows"));
    }

    private IReadOnlyList<Dictionary<string, string>> Tasks(string array) =>
        [.. cluster.Jobs(array).OrderBy(task => task["ArrayTaskId"], StringComparer.Ordinal)];

    private bool IsOver(string job) =>
        cluster.Jobs(job).All(task => task["JobState"] is "COMPLETED" or "FAILED" or "CANCELLED" or "TIMEOUT");

    private static string Log(string results, string array, int task) =>
        File.ReadAllText(Path.Combine(results, "logs", $"{array}_{task}.log"));

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
        foreach (Dictionary<string, string> job in Tasks(array).Concat(cluster.Jobs(merge)))
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
