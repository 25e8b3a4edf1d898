using System.CommandLine;
using System.CommandLine.Help;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cli.Commands;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    private const string Description =
        "ResNets on the command line: what they are made of, what they see, how fast they are. "
        + "It comes with a trained network for Fashion-MNIST, and one for features of photographs.";

    private const string ExitCodes = """
        Exit codes:
          0    all is well
          1    some pictures could not be read, or are of no class; the others have
               their results (with --output: not one picture could be read)
          2    the command line is wrong
          3    weights, labels, parts or a directory of pictures cannot be used
          4    the results cannot be written
          5    the accuracy is below the one that 'eval --at-least' asks for
          6    no picture of a job can be read any more: --resume goes on later
          70   a defect of this program
          129  ended because the screen went away
          130  ended by Ctrl-C
          141  whoever read the results went away
          143  ended by SIGTERM

        Results go to standard output, all else to standard error. On a screen they
        are tables; into a file or another program they are plain text. NO_COLOR=1
        turns colours off.
        """;

    /// <summary>File names that begin with @ are file names.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    public static RootCommand Create(Terminal terminal, CancellationToken stop)
    {
        RootCommand root = new(Description)
        {
            ListCommand.Create(terminal),
            SummaryCommand.Create(terminal),
            ClassifyCommand.Create(terminal, stop),
            EmbedCommand.Create(terminal, stop),
            FitCommand.Create(terminal, stop),
            EvalCommand.Create(terminal, stop),
            SearchCommand.Create(terminal, stop),
            ExplainCommand.Create(terminal, stop),
            ImportCommand.Create(terminal, stop),
            InspectCommand.Create(terminal),
            MergeCommand.Create(terminal, stop),
            PackCommand.Create(terminal, stop),
            BenchCommand.Create(terminal, stop),
        };
        foreach (Option option in root.Options)
        {
            option.Action = option switch
            {
                HelpOption { Action: HelpAction help } => new HelpWithNotes(help, ExitCodes),
                VersionOption => new PrintVersion(),
                _ => option.Action,
            };
        }

        return root;
    }
}
