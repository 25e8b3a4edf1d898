using System.CommandLine;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Imaging;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen classify</c>.</summary>
internal sealed class ClassifyCommand
{
    private const int DefaultTop = 1;

    private readonly PictureOptions _options = new(FashionModel.DefaultName);

    private readonly Option<string?> _labels = new("--labels")
    {
        Description =
            "Names of the classes, one a line. Without them classes have numbers; the embedded model knows its own.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _top = new("--top")
    {
        Description = "Classes to show of each picture, the most probable first.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultTop,
        CustomParser = result => Numbers.Whole(result, int.MaxValue),
    };

    private readonly Option<bool> _json = JsonOption.Create("Write a JSON document.");

    private static string Notes =>
        $$"""
            {{PictureOptions.PresetNotes}}

            Into a file or another program it writes a line a picture: path, then class
            and probability of each guess, between tabs.

            --json is an object of
              "model", "preset",
              "images": [ { "path", "guesses": [ { "class", "label", "probability" } ] } ]
              A picture that cannot be read has "error" instead of "guesses"; "label" is
              missing where only the numbers of classes are known. Where pictures of
              directories were left out, since their format is not read, it also has
              "leftOut": [ { "format", "files", "example" } ].

            Examples:
              resnetgen classify samples/images --top 3
              resnetgen classify shoe.png | cut -f2
              resnetgen classify photos-of-a-phone --exif
              resnetgen classify cat.jpg --top 5 --model resnet50 \
                --weights resnet50.safetensors --labels imagenet.txt
            """;

    public static Command Create(Terminal terminal, CancellationToken stop)
    {
        ClassifyCommand definition = new();
        Command command = new NotedCommand("classify", "Says what is on pictures.", Notes);
        definition._options.AddTo(command);
        definition._labels.NamesFile();
        command.Add(definition._labels);
        command.Add(definition._top);
        command.Add(definition._json);
        command.SetAction(parsed => definition.Run(parsed, terminal, stop));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        IReadOnlyList<string> images = _options.ChooseImages(parsed);
        KnownModel model = KnownModels.Get(parsed.GetRequiredValue(_options.Model));
        if (!model.Info.HasClassifier)
        {
            throw CommandFailure.Usage(
                $"{model.Name} has no classifier, and so no classes: 'resnetgen embed' gives its features."
            );
        }

        Preset preset = _options.ChoosePreset(parsed, model);
        Preprocessing preprocessing = _options.Prepare(parsed, preset, model);
        IReadOnlyList<string>? labels = parsed.GetValue(_labels) is { } file
            ? LabelFile.Read(file, model)
            : model.Labels;
        using IImageClassifier network = (IImageClassifier)_options.Load(parsed, model, terminal);

        int top = Math.Min(parsed.GetValue(_top) ?? DefaultTop, model.Info.Classes);
        Ranking ranking = new(top, labels);
        IPictureResults results =
            parsed.GetValue(_json) ? new ClassificationJson(terminal, model.Name, preset.Name, ranking)
            : terminal.Screen is null ? new ClassificationLines(terminal, ranking)
            : new ClassificationTable(terminal, top, ranking);
        PictureRun run = new(terminal, preprocessing, network.Forward, model.Info.Classes, results);
        return run.Run(images, stop);
    }
}
