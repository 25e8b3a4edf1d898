using System.CommandLine;
using System.CommandLine.Completions;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Imaging;
using ResNetGen.Transfer;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Commands;

/// <summary>What all commands take that run a network.</summary>
/// <param name="model">The network that is taken when none is named.</param>
internal sealed class ModelOptions(string model)
{
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
        Weights.NamesFile();
        command.Add(Model);
        command.Add(Weights);
        command.Add(Preset);
        command.Add(Exif);
        command.Add(Threads);
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

    /// <summary>
    /// How pictures are prepared where what matters may be anywhere in them: whole, with a white border, unless a preset is
    /// asked for.
    /// </summary>
    /// <inheritdoc cref="Prepare"/>
    public Preprocessing PrepareWhole(ParseResult parsed, Preset preset, KnownModel model)
    {
        Preprocessing prepared = Prepare(parsed, preset, model);
        return parsed.GetValue(Preset) is null
            ? prepared with
            {
                CropMode = CropMode.Border,
                Background = byte.MaxValue,
            }
            : prepared;
    }

    /// <summary>What <see cref="PrepareWhole"/> is called in documents.</summary>
    public string NameWhole(ParseResult parsed, Preset preset) =>
        parsed.GetValue(Preset) is null ? $"{preset.Name}, whole" : preset.Name;

    /// <summary>Loads the model, for as many workers as suit the pictures.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">The model.</param>
    /// <param name="pictures">How many there are.</param>
    /// <param name="terminal">Where messages go.</param>
    public Forks Load(ParseResult parsed, KnownModel model, int pictures, Terminal terminal)
    {
        string? weights = parsed.GetValue(Weights);
        return Matching(parsed, model, () => Load(parsed, model, weights, pictures, terminal));
    }

    /// <inheritdoc cref="Load(ParseResult, KnownModel, int, Terminal)"/>
    /// <param name="weights">Its weights, if not those of <c>--weights</c>; <see langword="null"/> for its own.</param>
    public Forks Load(ParseResult parsed, KnownModel model, string? weights, int pictures, Terminal terminal)
    {
        (int workers, int threads) = Share(parsed, model, pictures, terminal);
        return new Forks(AnyWeights.Load(model, weights, threads), workers);
    }

    /// <summary>Loads the model for the features of pictures.</summary>
    /// <inheritdoc cref="Load(ParseResult, KnownModel, int, Terminal)"/>
    /// <param name="preprocessing">How they are prepared.</param>
    /// <param name="mirrored">Whether their mirror images count too.</param>
    public PictureEmbedder LoadEmbedder(
        ParseResult parsed,
        KnownModel model,
        Preprocessing preprocessing,
        bool mirrored,
        int pictures,
        Terminal terminal
    )
    {
        (int workers, int threads) = Share(parsed, model, pictures, terminal);
        IImageModel network = Matching(parsed, model, () => AnyWeights.Load(model, parsed.GetValue(Weights), threads));
        return new PictureEmbedder(network, preprocessing, mirrored, workers);
    }

    // A few pictures are done sooner when the threads share each of them.
    private (int Workers, int Threads) Share(ParseResult parsed, KnownModel model, int pictures, Terminal terminal)
    {
        int? asked = parsed.GetValue(Threads);
        int workers = ThreadsOption.Workers(asked, pictures, terminal);
        return (workers, workers > 1 ? 1 : ThreadsOption.Choose(asked, model.Info));
    }

    private T Matching<T>(ParseResult parsed, KnownModel model, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (WeightMismatchException) when (parsed.GetResult(Model) is null or { Implicit: true })
        {
            // Who gives weights alone means the network that they are for.
            throw CommandFailure.CannotStart(
                $"{parsed.GetValue(Weights)}: these are not weights of {model.Name}, the network that is taken without --model. "
                    + "Name theirs, as in --model resnet18; 'resnetgen list' has the names."
            );
        }
    }
}
