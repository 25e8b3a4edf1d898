using System.CommandLine;
using ResNetGen.Cli.Jobs;
using ResNetGen.Cli.Jobs.Formats;
using ResNetGen.Cli.Output;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen merge</c>.</summary>
internal sealed class MergeCommand
{
    private const string Notes = """
        Parts are what 'embed' and 'classify' write with --output and --shard. All shards
        must be there once, whole, and of one job: the same network, weights,
        preparation and pictures. The merged file has the rows in the order of their
        paths: it is byte for byte the one that a run without --shard writes. Parts stay.

        Examples:
          resnetgen merge parts --output photos.parquet
          resnetgen merge part-*.parquet --output photos.parquet --force
        """;

    private readonly Argument<string[]> _parts = new("PART")
    {
        Description = "The files of the parts' rows, or directories that hold parts.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _output = new("--output")
    {
        Description = "The file to write, with the ending that the parts have.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace files that are there already." };

    public static Command Create(Terminal terminal, CancellationToken stop)
    {
        MergeCommand definition = new();
        Command command = new NotedCommand("merge", "Joins the parts of a job into one.", Notes);
        definition._parts.NamesFile();
        definition._output.NamesFile();
        command.Add(definition._parts);
        command.Add(definition._output);
        command.Add(definition._force);
        command.SetAction(parsed => definition.Run(parsed, terminal, stop));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        string output = parsed.GetRequiredValue(_output);
        PartFormat format = PartFormat.Of(output);
        PartFiles merged = new(output);
        string[] files = [merged.Rows, merged.Failed, merged.Description, .. format.Companions.Select(merged.Beside)];
        PartFiles[] parts = [.. parsed.GetRequiredValue(_parts).SelectMany(part => Find(part, format, merged))];
        NewFile.RequireForce(parsed.GetValue(_force), files);
        foreach (string file in files)
        {
            TargetFile.Check(file, Replaceable.Any);
        }

        if (parts.Length == 0)
        {
            throw CommandFailure.CannotStart(
                $"{string.Join(", ", parsed.GetRequiredValue(_parts))}: no parts with rows in {format.Extension} files are there."
            );
        }

        PartSet set = PartSet.Check(parts, format);
        PartWriter.Write(merged, format, set.Merged, () => set.Rows(stop), () => set.Failed(stop));
        terminal.Out.WriteLine(
            $"{output}: {Quantity.Count(set.Merged.Rows!.Value)} rows of {Quantity.Counted(parts.Length, "part")}"
                + (
                    set.Merged.Failed > 0
                        ? $"; {Quantity.Count(set.Merged.Failed.Value)} pictures cannot be used, see {merged.Failed}"
                        : ""
                )
        );
        return ExitCode.Success;
    }

    // What was merged before may lie among the parts.
    private static IEnumerable<PartFiles> Find(string argument, PartFormat format, PartFiles merged)
    {
        if (Directory.Exists(argument))
        {
            return PartFiles.In(argument, format.Extension).Where(part => !TargetFile.AreSame(part.Rows, merged.Rows));
        }

        return PartFormat.Of(argument) == format
            ? [new PartFiles(argument)]
            : throw CommandFailure.Usage(
                $"{argument}: the rows of parts and of --output lie in files of one ending, which is {format.Extension} there."
            );
    }
}
