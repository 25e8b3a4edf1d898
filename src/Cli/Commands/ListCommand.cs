using System.CommandLine;
using System.Text.Json;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen list</c>.</summary>
internal static class ListCommand
{
    private const string Notes = """
        The model marked with * comes with its weights; for the others, give --weights
        to the commands that run them.

        --json is an array of
          { "name", "description", "embedded",
            "input": { "channels", "height", "width" }, "classes",
            "parameters", "multiplyAdds" }
        """;

    public static Command Create(Terminal terminal)
    {
        Option<bool> json = JsonOption.Create("Write a JSON document.");
        Command command = new NotedCommand("list", "Lists the models.", Notes) { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                IReadOnlyList<ModelEntry> entries = [.. KnownModels.All.Select(Entry)];
                terminal.Out.WriteLine(JsonSerializer.Serialize(entries, DocumentJson.Default.IReadOnlyListModelEntry));
            }
            else
            {
                WriteTable(terminal);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static ModelEntry Entry(KnownModel model) =>
        new(
            model.Name,
            model.Description,
            model.Embedded,
            new ImageShape(model.Info.InputChannels, model.Info.InputHeight, model.Info.InputWidth),
            model.Info.Classes,
            model.Info.Parameters,
            model.Info.MultiplyAdds
        );

    private static void WriteTable(Terminal terminal)
    {
        TextTable table = new(
            new Column(""),
            new Column("Name"),
            new Column("Parameters", IsNumber: true),
            new Column("Multiply-adds", IsNumber: true),
            new Column("Input"),
            new Column("Description", Wraps: true)
        );
        foreach (KnownModel model in KnownModels.All)
        {
            ModelInfo info = model.Info;
            table.Add(
                model.Embedded ? "*" : "",
                model.Name,
                Quantity.Count(info.Parameters),
                Quantity.Scaled(info.MultiplyAdds),
                Quantity.Shape(info.InputChannels, info.InputHeight, info.InputWidth),
                model.Description
            );
        }

        table.Write(terminal);
    }
}
