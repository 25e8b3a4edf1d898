using System.CommandLine;
using ResNetGen.Cli.Commands;
using ResNetGen.Cli.Jobs.Formats;

namespace ResNetGen.Cli.Jobs;

/// <summary>What commands take that run a network on more pictures than anybody watches.</summary>
internal sealed class JobOptions
{
    private readonly Option<string?> _output = new("--output")
    {
        Description = "Write the results of a directory or a list to this file: .parquet, .npy or .jsonl (see below).",
        HelpName = "FILE",
    };

    private readonly Option<Shard?> _shard = ShardOption.Create();

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on with what was begun, if anything was. A part that is complete is left alone.",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace files that are there already." };

    /// <summary>What the help says of them.</summary>
    public static string Notes =>
        """
            --output takes all pictures of a directory and of those below it, or of a
            list: a text file with a path a line, relative to the directory of the list.
            Rows are in the order of their paths. Beside part.parquet there will be
              part.failed.jsonl   { "path", "error" } of each picture that cannot be used
              part.job.json       what the part is: network, preparation, shard, numbers
              part.paths.txt      of .npy alone: the path of each row
            and the directory part.unfinished until it is whole. --shard 3/8 makes that
            part-00003-of-00008.parquet; 'resnetgen merge' joins parts.
            """;

    public void AddTo(Command command)
    {
        _output.NamesFile();
        command.Add(_output);
        command.Add(_shard);
        command.Add(_resume);
        command.Add(_force);
    }

    /// <summary>What they say; <see langword="null"/> without <c>--output</c>.</summary>
    /// <exception cref="CommandFailure">They do not go together, or there are no such pictures.</exception>
    public JobTarget? Choose(ParseResult parsed, IReadOnlyList<string> images, bool json)
    {
        bool resume = parsed.GetValue(_resume);
        bool force = parsed.GetValue(_force);
        if (parsed.GetValue(_output) is not { } output)
        {
            return parsed.GetValue(_shard) is null && !resume && !force
                ? null
                : throw CommandFailure.Usage(
                    "--shard, --resume and --force go with --output, the file of the results."
                );
        }

        if (resume && force)
        {
            throw CommandFailure.Usage("--resume keeps what was begun, and --force replaces it: choose one.");
        }

        if (json)
        {
            throw CommandFailure.Usage("--json is for standard output: the ending of --output says what is written.");
        }

        // Of a wrong ending is told first.
        _ = PartFormat.Of(output);
        Shard? shard = parsed.GetValue(_shard);
        return new JobTarget(
            PictureSource.Find(images),
            new PartFiles(shard is null ? output : shard.NameIn(output)),
            shard ?? Shard.Whole,
            resume,
            force
        );
    }
}
