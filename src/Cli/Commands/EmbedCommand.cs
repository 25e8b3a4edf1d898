using System.CommandLine;
using ResNetGen.Cli.Jobs;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Imaging;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen embed</c>.</summary>
internal sealed class EmbedCommand
{
    private readonly PictureOptions _options = new(DefaultModel.Name);

    private readonly JobOptions _job = new();

    private readonly Option<bool> _json = JsonOption.Create("Write JSON Lines: one document a picture.");

    private static string Notes =>
        $$"""
            {{ModelOptions.PresetNotes}}

            It writes a line a picture: path and features between tabs, with digits enough
            to read the same 32-bit floats back.

            --json is a line a picture: { "path", "embedding": [ ... ] }, or
            { "path", "error" } for one that cannot be read.

            {{JobOptions.Notes}}
            Parquet has path, embedding (a list of floats), dimensions, model and
            content_hash (XXH128 of the file); JSON Lines has path, embedding, model and
            contentHash; .npy is an array [rows][features].

            Examples:
              resnetgen embed samples/images
              resnetgen embed photos --json --model resnet50 \
                --weights resnet50.safetensors > photos.jsonl
              resnetgen embed photos --output photos.parquet --resume
              resnetgen embed photos --output part.parquet --shard 0/8 --resume
            """;

    public static Command Create(Terminal terminal, CancellationToken stop)
    {
        EmbedCommand definition = new();
        Command command = new NotedCommand(
            "embed",
            "Gives the features of pictures: what the classifier, the last layer, sees.",
            Notes
        );
        definition._options.AddTo(command);
        definition._job.AddTo(command);
        command.Add(definition._json);
        command.SetAction(parsed => definition.Run(parsed, terminal, stop));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        IReadOnlyList<string> images = _options.ChooseImages(parsed);
        KnownModel model = KnownModels.Get(parsed.GetRequiredValue(_options.Network.Model));
        Preprocessing preprocessing = _options.Network.Prepare(
            parsed,
            _options.Network.ChoosePreset(parsed, model),
            model
        );
        if (_job.Choose(parsed, images, parsed.GetValue(_json)) is { } target)
        {
            return Run(parsed, target, model, preprocessing, terminal, stop);
        }

        PictureFiles found = PictureFiles.Find(images);
        using Forks forks = _options.Network.Load(parsed, model, found.Files.Count, terminal);
        IPictureResults results = parsed.GetValue(_json) ? new EmbeddingJson(terminal) : new EmbeddingLines(terminal);
        PictureRun run = new(
            terminal,
            preprocessing,
            forks.Select<NetworkFunction>(network => network.Embed),
            model.Info.EmbeddingLength,
            results
        );
        return run.Run(found, stop);
    }

    private int Run(
        ParseResult parsed,
        JobTarget target,
        KnownModel model,
        Preprocessing preprocessing,
        Terminal terminal,
        CancellationToken stop
    )
    {
        int length = model.Info.EmbeddingLength;
        JobDescription job = JobDescription.Of("embed", target, model.Name, preprocessing) with { Length = length };
        return new Job(terminal, target, values => ([], values)).Run(
            job,
            () =>
            {
                Forks forks = _options.Network.Load(parsed, model, int.MaxValue, terminal);
                return new JobNetwork(
                    forks,
                    forks.Select<NetworkFunction>(network => network.Embed),
                    preprocessing,
                    length
                );
            },
            stop
        );
    }
}
