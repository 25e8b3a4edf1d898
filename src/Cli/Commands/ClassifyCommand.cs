using System.CommandLine;
using ResNetGen.Cli.Jobs;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen classify</c>.</summary>
internal sealed class ClassifyCommand
{
    private const int DefaultTop = 1;

    private readonly PictureOptions _options = new(FashionModel.DefaultName);
    private readonly ClassifierOptions _classifier;

    private readonly JobOptions _job = new();

    private readonly Option<int?> _top = new("--top")
    {
        Description = "Classes to show of each picture, the most probable first.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultTop,
        CustomParser = result => Numbers.Whole(result, int.MaxValue),
    };

    private readonly Option<bool> _json = JsonOption.Create("Write a JSON document.");

    private ClassifyCommand() => _classifier = new(_options.Network);

    private static string Notes =>
        $$"""
            {{ModelOptions.PresetNotes}}

            {{ClassifierOptions.Notes}}

            Into a file or another program it writes a line a picture: path, then class
            and probability of each guess, between tabs.

            --json is an object of
              "model", "preset",
              "images": [ { "path", "guesses": [ { "class", "label", "probability" } ] } ]
              A picture that cannot be read has "error" instead of "guesses"; "label" is
              missing where only the numbers of classes are known. Where pictures of
              directories were left out, since their format is not read, it also has
              "leftOut": [ { "format", "files", "example" } ].

            {{JobOptions.Notes}}
            Parquet has path, class, label, probability, model and content_hash (XXH128 of
            the file); with --top above 1 class, label and probability are lists. JSON
            Lines has "guesses" as above. .npy is an array [rows][classes] of the
            probabilities of all classes.

            Examples:
              resnetgen classify samples/images --top 3
              resnetgen classify shoe.png | cut -f2
              resnetgen classify photos-of-a-phone --exif
              resnetgen classify garden.jpg --weights flowers.safetensors
              resnetgen classify cat.jpg --top 5 --model resnet50 \
                --weights resnet50.safetensors --labels imagenet.txt
              resnetgen classify photos --weights flowers.safetensors \
                --output photos.parquet --resume
            """;

    public static Command Create(Terminal terminal, CancellationToken stop)
    {
        ClassifyCommand definition = new();
        Command command = new NotedCommand("classify", "Says what is on pictures.", Notes);
        definition._options.AddTo(command);
        definition._classifier.AddTo(command);
        definition._job.AddTo(command);
        command.Add(definition._top);
        command.Add(definition._json);
        command.SetAction(parsed => definition.Run(parsed, terminal, stop));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        IReadOnlyList<string> images = _options.ChooseImages(parsed);
        ClassifierChoice choice = _classifier.Choose(parsed);
        int top = Math.Min(parsed.GetValue(_top) ?? DefaultTop, choice.Classes);
        if (_job.Choose(parsed, images, parsed.GetValue(_json)) is { } target)
        {
            return Run(parsed, target, choice, top, terminal, stop);
        }

        PictureFiles found = PictureFiles.Find(images);
        using Forks forks = _classifier.Load(parsed, choice, found.Files.Count, terminal);
        Ranking ranking = new(top, choice.Labels);
        IPictureResults results =
            parsed.GetValue(_json) ? new ClassificationJson(terminal, choice.Model.Name, choice.Preset, ranking)
            : terminal.Screen is null ? new ClassificationLines(terminal, ranking)
            : new ClassificationTable(terminal, top, ranking);
        PictureRun run = new(terminal, choice.Preprocessing, forks.Select(choice.LogitsOf), choice.Classes, results);
        return run.Run(found, stop);
    }

    private int Run(
        ParseResult parsed,
        JobTarget target,
        ClassifierChoice choice,
        int top,
        Terminal terminal,
        CancellationToken stop
    )
    {
        bool all = target.Part.Format.HoldsAllClasses;
        if (all && parsed.GetResult(_top) is { Implicit: false })
        {
            throw CommandFailure.Usage("--top is not for .npy, which has the probabilities of all classes.");
        }

        JobDescription job = JobDescription.Of("classify", target, choice.Model.Name, choice.Preprocessing) with
        {
            Length = all ? choice.Classes : top,
            Ranked = !all,
            Labels = choice.Labels,
        };
        return new Job(terminal, target, logits => all ? ([], Ranking.Probabilities(logits)) : Ranked(logits)).Run(
            job,
            () =>
            {
                Forks forks = _classifier.Load(parsed, choice, int.MaxValue, terminal);
                return new JobNetwork(forks, forks.Select(choice.LogitsOf), choice.Preprocessing, choice.Classes);
            },
            stop
        );

        (int[] Classes, float[] Values) Ranked(float[] logits)
        {
            IReadOnlyList<Guess> guesses = new Ranking(top, null).Of(logits);
            return ([.. guesses.Select(guess => guess.Class)], [.. guesses.Select(guess => guess.Probability)]);
        }
    }
}
