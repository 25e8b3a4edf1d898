using System.CommandLine;
using System.CommandLine.Parsing;

namespace ResNetGen.Cli.Commands;

/// <summary>What all commands take that run a network on pictures one by one.</summary>
/// <param name="model">The network that is taken when none is named.</param>
internal sealed class PictureOptions(string model)
{
    public Argument<string[]> Images { get; } =
        new("IMAGE")
        {
            Description =
                "Pictures: PNG, JPEG or BMP files, or directories of them. Directories below those are not searched, hidden files left out. "
                + "With --output: one directory with all below it, or one list.",
            Arity = ArgumentArity.OneOrMore,
        };

    /// <summary>The network and how pictures are prepared for it.</summary>
    public ModelOptions Network { get; } = new(model);

    public void AddTo(Command command)
    {
        Images.NamesFile();
        command.Add(Images);
        Network.AddTo(command);
    }

    /// <summary>The arguments that name pictures.</summary>
    /// <exception cref="CommandFailure">One is an option that there is not.</exception>
    public IReadOnlyList<string> ChooseImages(ParseResult parsed)
    {
        string[] images = parsed.GetRequiredValue(Images);

        // The parser takes an unknown option for an argument.
        bool mayBeginWithHyphen = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        string? option = mayBeginWithHyphen
            ? null
            : images.FirstOrDefault(image => image.StartsWith('-') && !File.Exists(image));
        return option is null
            ? images
            : throw CommandFailure.Usage(
                $"""
                There is no option '{option}'. (Write -- before pictures whose names begin so.)
                Try 'resnetgen {parsed.CommandResult.Command.Name} --help'.
                """
            );
    }
}
