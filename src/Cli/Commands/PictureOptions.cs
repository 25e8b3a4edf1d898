using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Commands;

/// <summary>What all commands take that run a network on pictures.</summary>
internal sealed class PictureOptions
{
    private const int MostThreads = 256;

    // Below, a layer takes less time than the threads need to meet behind it.
    private const long WorthThreads = 300_000_000;

    public Argument<string[]> Images { get; } = new("IMAGE")
    {
        Description = "Pictures: PNG, JPEG or BMP files, or directories of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<string> Model { get; } = new("--model")
    {
        Description = "The network, as 'resnetgen list' has it.",
        HelpName = "NAME",
        DefaultValueFactory = _ => EmbeddedModel.DefaultName,
    };

    public Option<string?> Weights { get; } = new("--weights")
    {
        Description = "Its weights: a safetensors file with torchvision's names, or a packed file. The embedded model has its own.",
        HelpName = "FILE",
    };

    public Option<string?> Preset { get; } = new("--preset")
    {
        Description = "How pictures are prepared. Default: as the model's weights expect (see below).",
        HelpName = "NAME",
    };

    public Option<int?> Threads { get; } = new("--threads")
    {
        Description = "Threads of one run: they change its time, never its result. Default: one for each processor; 1 for a small network.",
        HelpName = "N",
        CustomParser = result => WholeNumber(result, MostThreads),
    };

    /// <summary>What the help says of <c>--preset</c>.</summary>
    public static string PresetNotes { get; } =
        $"""
        Presets (the shorter side, its filter, the part that is taken, normalisation):
        {string.Join('\n', Presets.All.Select(preset => $"  {preset.Name,-15} {preset.Description}"))}
          Sizes follow the input of the network. Defaults: fashion-mnist for
          fashion-resnet20, cifar10 for networks for CIFAR-10, torchvision-v2 for
          resnext101_64x4d, torchvision-v1 for the others: for torchvision's weights
          IMAGENET1K_V2, and what its 'DEFAULT' mostly is, say torchvision-v2.
        """;

    public void AddTo(Command command)
    {
        Model.CompletionSources.Add(_ => KnownModels.Names.Select(name => new CompletionItem(name)));
        Preset.AcceptOnlyFromAmong([.. Presets.All.Select(preset => preset.Name)]);
        command.Add(Images);
        command.Add(Model);
        command.Add(Weights);
        command.Add(Preset);
        command.Add(Threads);
    }

    /// <summary>The arguments that name pictures.</summary>
    /// <exception cref="CommandFailure">One is an option that there is not.</exception>
    public IReadOnlyList<string> ChooseImages(ParseResult parsed)
    {
        string[] images = parsed.GetRequiredValue(Images);

        // The parser takes an unknown option for an argument.
        bool mayBeginWithHyphen = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        string? option = mayBeginWithHyphen ? null : images.FirstOrDefault(image => image.StartsWith('-') && !File.Exists(image));
        return option is null
            ? images
            : throw CommandFailure.Usage(
                $"""
                There is no option '{option}'. (Write -- before pictures whose names begin so.)
                Try 'resnetgen {parsed.CommandResult.Command.Name} --help'.
                """);
    }

    /// <summary>The preset to use for a model.</summary>
    public Preset ChoosePreset(ParseResult parsed, KnownModel model) =>
        parsed.GetValue(Preset) is { } name ? Presets.All.Single(preset => preset.Name == name) : model.Preset;

    /// <summary>Loads the model.</summary>
    public IImageModel Load(ParseResult parsed, KnownModel model) =>
        model.Load(parsed.GetValue(Weights), ChooseThreads(parsed, model.Info));

    /// <summary>Reads a whole number from 1.</summary>
    public static int? WholeNumber(ArgumentResult result, int most)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 && value <= most)
        {
            return value;
        }

        string range = most == int.MaxValue ? "from 1" : $"from 1 to {most}";
        result.AddError($"'{text}' is no whole number {range}, which {((OptionResult)result.Parent!).Option.Name} needs.");
        return null;
    }

    private int ChooseThreads(ParseResult parsed, ModelInfo info) =>
        parsed.GetValue(Threads) ?? (info.MultiplyAdds < WorthThreads ? 1 : Math.Min(Environment.ProcessorCount, MostThreads));
}
