using System.CommandLine;
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

    private readonly Option<bool> _json = JsonOption.Create("Write JSON Lines: one document a picture.");

    private static string Notes =>
        $$"""
            {{ModelOptions.PresetNotes}}

            It writes a line a picture: path and features between tabs, with digits enough
            to read the same 32-bit floats back.

            --json is a line a picture: { "path", "embedding": [ ... ] }, or
            { "path", "error" } for one that cannot be read.

            Examples:
              resnetgen embed samples/images
              resnetgen embed photos --json --model resnet50 \
                --weights resnet50.safetensors > photos.jsonl
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
}
