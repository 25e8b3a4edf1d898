using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cli.Jobs;

/// <summary><c>--shard K/N</c>, or <c>--shard N</c> where an engine tells each of its tasks its number.</summary>
internal static class ShardOption
{
    // What engines count their tasks with, all from 0: Slurm's job arrays, Kubernetes' Indexed Jobs, AWS Batch's array jobs.
    private static readonly string[] Indexes = [SlurmIndex, "JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX"];

    private const string SlurmIndex = "SLURM_ARRAY_TASK_ID";
    private const string SlurmLast = "SLURM_ARRAY_TASK_MAX";

    public static Option<Shard?> Create() =>
        new("--shard")
        {
            Description =
                "Take the share K of N of the pictures, K from 0; its number joins the name of the output. "
                + $"N alone takes K from {string.Join(", ", Indexes)}.",
            HelpName = "K/N",
            CustomParser = result => Parse(result, Environment.GetEnvironmentVariable),
        };

    /// <summary>Reads the option.</summary>
    /// <param name="result">What was typed; it takes the error.</param>
    /// <param name="environment">The environment: from names to values.</param>
    public static Shard? Parse(ArgumentResult result, Func<string, string?> environment)
    {
        try
        {
            return Parse(result.Tokens[0].Value, environment);
        }
        catch (FormatException wrong)
        {
            result.AddError(wrong.Message);
            return null;
        }
    }

    /// <inheritdoc cref="Parse(ArgumentResult, Func{string, string})"/>
    /// <exception cref="FormatException">It is no shard.</exception>
    public static Shard Parse(string text, Func<string, string?> environment)
    {
        string[] parts = text.Split('/');
        int count = Number(parts[^1]);
        if (parts.Length > 2 || count is < 1 or > Shard.Most)
        {
            throw new FormatException(
                $"'{Printable.Field(text)}' is no shard: --shard needs K/N, as in 0/8, or N, from 1 to {Shard.Most}."
            );
        }

        return parts.Length == 2
            ? new Shard(Index(parts[0], count, "the shard", $"--shard {Printable.Field(text)}"), count)
            : OfEnvironment(count, environment);
    }

    private static Shard OfEnvironment(int count, Func<string, string?> environment)
    {
        string[] set = [.. Indexes.Where(name => environment(name) is { Length: > 0 })];
        if (set.Length != 1)
        {
            throw new FormatException(
                $"--shard {count} takes the task's number from one of {string.Join(", ", Indexes)}, of which "
                    + (set.Length == 0 ? "none is set" : $"{string.Join(" and ", set)} are set")
                    + $": write --shard K/{count}, K from 0 to {count - 1}."
            );
        }

        // Every task of a wrong array says so, not only the last one.
        if (set[0] == SlurmIndex && environment(SlurmLast) is { } last && Number(last) >= count)
        {
            throw new FormatException(
                $"--shard {count}: the tasks of the array go up to {SlurmLast}={last}, and shards from 0 to {count - 1}: "
                    + $"submit it with --array=0-{count - 1}."
            );
        }

        return new Shard(Index(environment(set[0])!, count, set[0], $"--shard {count}"), count);
    }

    private static int Index(string text, int count, string what, string where) =>
        Number(text) is >= 0 and int index && index < count
            ? index
            : throw new FormatException(
                $"{where}: {what} is '{Printable.Field(text)}', and goes from 0 to {count - 1}."
            );

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : -1;
}
