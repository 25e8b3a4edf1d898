using System.CommandLine;
using System.Text.Json;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen summary</c>.</summary>
internal static class SummaryCommand
{
    private const string Notes = """
        Parameters are counted as PyTorch counts them; those of a batch norm belong to
        its convolution. Multiply-adds are for one image. "classes" is 0 where there is
        no classifier.

        --json is an object of
          "name", "description", "declaration", "embedded",
          "input": { "channels", "height", "width" }, "classes", "embeddingLength",
          "parameters", "multiplyAdds", "weightBytes", "workspaceBytes",
          "layers": [ { "name", "kind", "kernel", "stride", "groups",
            "output": { "channels", "height", "width" },
            "parameters", "multiplyAdds",
            "algorithms": { "vector128", "vector256", "vector512" } } ]
        """;

    public static Command Create(Terminal terminal)
    {
        Argument<string> name = new("MODEL")
        {
            Description = "Its name, as 'resnetgen list' has it.",
            HelpName = "MODEL",
        };
        name.CompletionSources.Add(_ =>
            KnownModels.Names.Select(known => new System.CommandLine.Completions.CompletionItem(known))
        );
        Option<bool> json = JsonOption.Create("Write a JSON document.");
        Command command = new NotedCommand("summary", "Shows the layers of a model, and what they cost.", Notes)
        {
            name,
            json,
        };
        command.SetAction(parsed =>
        {
            KnownModel model = KnownModels.Get(parsed.GetRequiredValue(name));
            if (parsed.GetValue(json))
            {
                terminal.Out.WriteLine(JsonSerializer.Serialize(Document(model), DocumentJson.Default.SummaryDocument));
            }
            else
            {
                WriteTables(terminal, model);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static SummaryDocument Document(KnownModel model)
    {
        ModelInfo info = model.Info;
        return new SummaryDocument(
            model.Name,
            model.Description,
            info.Declaration,
            model.Embedded,
            new ImageShape(info.InputChannels, info.InputHeight, info.InputWidth),
            info.Classes,
            info.EmbeddingLength,
            info.Parameters,
            info.MultiplyAdds,
            info.WeightBytes,
            info.WorkspaceBytes,
            [.. info.Layers.Select(Entry)]
        );
    }

    private static LayerEntry Entry(LayerInfo layer) =>
        new(
            layer.Name,
            LayerText.JsonKind(layer.Kind),
            layer.Kernel,
            layer.Stride,
            layer.Groups,
            new ImageShape(layer.OutChannels, layer.Height, layer.Width),
            layer.Parameters,
            layer.MultiplyAdds,
            AlgorithmEntry.Of(layer.Algorithms)
        );

    private static void WriteTables(Terminal terminal, KnownModel model)
    {
        ModelInfo info = model.Info;
        terminal.Out.WriteLine($"{model.Name}: {model.Description}");
        terminal.Out.WriteLine(info.Declaration);
        terminal.Out.WriteLine();

        TextTable layers = new(
            new Column("Layer"),
            new Column("Kind"),
            new Column("Output"),
            new Column("Parameters", IsNumber: true),
            new Column("Multiply-adds", IsNumber: true),
            new Column("Algorithm")
        );
        foreach (LayerInfo layer in info.Layers)
        {
            layers.Add(
                layer.Name,
                LayerText.Kind(layer),
                Quantity.Shape(layer.OutChannels, layer.Height, layer.Width),
                Quantity.Count(layer.Parameters),
                Quantity.Count(layer.MultiplyAdds),
                layer.Algorithms?.ToString() ?? ""
            );
        }

        layers.Add("Total", "", "", Quantity.Count(info.Parameters), Quantity.Count(info.MultiplyAdds), "");
        layers.Write(terminal);

        terminal.Out.WriteLine();
        string features = Quantity.Counted(info.EmbeddingLength, "feature");
        terminal.Out.WriteLine($"Input      {Quantity.Shape(info.InputChannels, info.InputHeight, info.InputWidth)}");
        terminal.Out.WriteLine(
            $"Result     {features}"
                + (
                    info.HasClassifier
                        ? $" -> {info.Classes} {(info.Classes == 1 ? "class" : "classes")}"
                        : ", no classifier"
                )
        );
        terminal.Out.WriteLine($"Weights    {Size(info.WeightBytes)}, packed, shared by all instances");
        terminal.Out.WriteLine($"Workspace  {Size(info.WorkspaceBytes)} for each instance");

        static string Size(long bytes) => $"{Quantity.Bytes(bytes)} ({Quantity.Count(bytes)} bytes)";
    }
}
