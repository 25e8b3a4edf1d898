using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Imaging;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Commands;

/// <summary>What all commands take that run a network on pictures.</summary>
/// <param name="model">The network that is taken when none is named.</param>
internal sealed class PictureOptions(string model)
{
    public Argument<string[]> Images { get; } =
        new("IMAGE")
        {
            Description =
                "Pictures: PNG, JPEG or BMP files, or directories of them. Directories below those are not searched, hidden files left out.",
            Arity = ArgumentArity.OneOrMore,
        };

    public Option<string> Model { get; } =
        new("--model")
        {
            Description = "The network, as 'resnetgen list' has it.",
            HelpName = "NAME",
            DefaultValueFactory = _ => model,
        };

    public Option<string?> Weights { get; } =
        new("--weights")
        {
            Description =
                "Its weights: a safetensors or packed file, or another one that 'import' reads. The embedded model has its own.",
            HelpName = "FILE",
        };

    public Option<string?> Preset { get; } =
        new("--preset")
        {
            Description = "How pictures are prepared. Default: as the model's weights expect (see below).",
            HelpName = "NAME",
        };

    public Option<bool> Exif { get; } =
        new("--exif")
        {
            Description =
                "Turn pictures upright first, as cameras note it in EXIF. Default: as they lie, like torchvision.",
        };

    public Option<int?> Threads { get; } = ThreadsOption.Create();

    /// <summary>What the help says of <c>--preset</c>.</summary>
    public static string PresetNotes { get; } =
        $"""
            Presets (the shorter side, its filter, the part that is taken, normalisation):
            {string.Join('\n', Presets.All.Select(preset => $"  {preset.Name, -15} {preset.Description}"))}
              Sizes follow the input of the network. Defaults: fashion-mnist for
              fashion-resnet20, imagenet18 for the model of that name, cifar10 for networks
              for CIFAR-10, torchvision-v2 for resnext101_64x4d, torchvision-v1 for the
              others: for torchvision's weights IMAGENET1K_V2, and what its 'DEFAULT'
              mostly is, say torchvision-v2.
            """;

    public void AddTo(Command command)
    {
        Model.CompletionSources.Add(_ => KnownModels.Names.Select(name => new CompletionItem(name)));
        Preset.IsOneOf([.. Presets.All.Select(preset => preset.Name)]);
        Images.NamesFile();
        Weights.NamesFile();
        command.Add(Images);
        command.Add(Model);
        command.Add(Weights);
        command.Add(Preset);
        command.Add(Exif);
        command.Add(Threads);
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

    /// <summary>The preset to use for a model.</summary>
    public Preset ChoosePreset(ParseResult parsed, KnownModel model) =>
        parsed.GetValue(Preset) is { } name ? Presets.All.Single(preset => preset.Name == name) : model.Preset;

    /// <summary>How pictures are prepared with a preset.</summary>
    /// <exception cref="CommandFailure">The preset does not fit the model.</exception>
    public Preprocessing Prepare(ParseResult parsed, Preset preset, KnownModel model) =>
        Presets.For(preset, model.Name, model.Info) with
        {
            TurnUpright = parsed.GetValue(Exif),
        };

    /// <summary>Loads the model.</summary>
    public IImageModel Load(ParseResult parsed, KnownModel model, Terminal terminal)
    {
        int? threads = parsed.GetValue(Threads);
        IImageModel network = Load(parsed, model, ThreadsOption.Choose(threads, model.Info));
        ThreadsOption.Tell(threads, network, terminal);
        return network;
    }

    // Who gives weights alone means the network that they are for.
    private IImageModel Load(ParseResult parsed, KnownModel model, int threads)
    {
        string? weights = parsed.GetValue(Weights);
        try
        {
            return AnyWeights.Load(model, weights, threads);
        }
        catch (WeightMismatchException) when (parsed.GetResult(Model) is null or { Implicit: true })
        {
            throw CommandFailure.CannotStart(
                $"{weights}: these are not weights of {model.Name}, the network that is taken without --model. "
                    + "Name theirs, as in --model resnet18; 'resnetgen list' has the names."
            );
        }
    }
}
