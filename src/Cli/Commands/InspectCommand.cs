using System.CommandLine;
using System.Text.Json;
using ResNetGen.Cli.Output;
using ResNetGen.Import;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen inspect</c>.</summary>
internal static class InspectCommand
{
    private const string Notes = """
        FILE is whatever 'import' reads. Tensors and metadata are shown, then the network
        that they are, as 'import' would declare it, or why they are none that can be
        declared.

        --json is an object of
          "file", "format", "metadata": { ... },
          "tensors": [ { "name", "type", "shape": [ ... ] } ],
          "network": { "declaration", "input": { "channels", "height", "width" },
            "classes", "embeddingLength", "parameters", "multiplyAdds",
            "labels": [ ... ],
            "preprocessing": { "turnUpright", "shorterSide", "filter", "cropHeight",
              "cropWidth", "channels", "mean": [ ... ], "standardDeviation": [ ... ] },
            "assumed": [ ... ], "notes": [ ... ], "leftOut": [ ... ] },
          "problem"
          "network" is missing where there is none, and "problem" says why;
          "preprocessing" is missing where the file does not tell it; "assumed" are
          properties of the declaration that it does not tell.

        Examples:
          resnetgen inspect resnet50.pth
          resnetgen inspect birds/model.safetensors --json
        """;

    public static Command Create(Terminal terminal)
    {
        Argument<string> file = new("FILE") { Description = "The checkpoint.", HelpName = "FILE" };
        file.NamesFile();
        Option<bool> json = JsonOption.Create("Write a JSON document.");
        Command command = new NotedCommand("inspect", "Shows what is in a file of trained weights.", Notes)
        {
            file,
            json,
        };
        command.SetAction(parsed =>
        {
            using Checkpoint checkpoint = Checkpoint.Open(parsed.GetRequiredValue(file));
            (ImportedNetwork? network, string? problem) = Recognise(checkpoint);
            ModelInfo? info = network is null ? null : new NetworkClass(network, "Model").Info;
            if (parsed.GetValue(json))
            {
                InspectDocument document = InspectDocument.Of(checkpoint, network, info, problem);
                terminal.Out.WriteLine(JsonSerializer.Serialize(document, DocumentJson.Default.InspectDocument));
            }
            else
            {
                WriteText(terminal, checkpoint, network, info, problem);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static (ImportedNetwork? Network, string? Problem) Recognise(Checkpoint checkpoint)
    {
        try
        {
            return (ImportedNetwork.Recognise(checkpoint), null);
        }
        catch (WeightException unknown)
        {
            return (null, WhatElse(checkpoint) ?? unknown.Message);
        }
    }

    private static string? WhatElse(Checkpoint checkpoint) =>
        ClassifierOptions.ReadHead(checkpoint.Name) is { } head
            ? $"{checkpoint.Name}: a classifier of {Quantity.Counted(head.Classifier.Labels.Count, "class", "classes")} on "
                + $"{head.Classifier.EmbeddingLength} features of {(head.Model.Length > 0 ? head.Model : "a network that it does not name")}, "
                + "as 'resnetgen fit' writes it. 'classify', 'eval' and 'explain' take it as --weights."
            : null;

    private static void WriteText(
        Terminal terminal,
        Checkpoint checkpoint,
        ImportedNetwork? network,
        ModelInfo? info,
        string? problem
    )
    {
        TextTable tensors = new(new Column("Tensor"), new Column("Type"), new Column("Shape"));
        foreach (CheckpointTensor tensor in checkpoint.Tensors)
        {
            tensors.Add(tensor.Name, tensor.DataTypeName, tensor.Shape.ToString());
        }

        tensors.Write(terminal);
        foreach ((string key, string value) in checkpoint.Metadata)
        {
            terminal.Out.WriteLine($"{Printable.Field(key)}: {Printable.Field(Short(value))}");
        }

        terminal.Out.WriteLine();
        terminal.Out.WriteLine(
            $"{Printable.Field(checkpoint.Name)}: {checkpoint.Format}, {Quantity.Counted(checkpoint.Tensors.Count, "tensor")}"
        );
        if (network is null || info is null)
        {
            terminal.Out.WriteLine(Printable.Lines(Printable.Naming(checkpoint.Name, problem!)));
            return;
        }

        ImportText.WriteNetwork(terminal, network, info);
        if (network.Labels.Count > 0)
        {
            terminal.Out.WriteLine(
                $"Labels: {string.Join(", ", network.Labels.Take(3).Select(Printable.Field))}{(network.Labels.Count > 3 ? $" and {Quantity.Count(network.Labels.Count - 3)} more" : "")}"
            );
        }

        if (network.Preprocessing is { } preprocessing)
        {
            terminal.Out.WriteLine(
                $"Preprocessing: shorter side {preprocessing.ShorterSide}, {preprocessing.Filter}, "
                    + $"crop {preprocessing.CropHeight} x {preprocessing.CropWidth}, mean {string.Join(' ', preprocessing.Mean)}, "
                    + $"standard deviation {string.Join(' ', preprocessing.StandardDeviation)}"
            );
        }

        ImportText.WriteNotes(terminal, network.Notes, network.LeftOut);
    }

    private static string Short(string value) => value.Length <= 200 ? value : value[..200] + "...";
}
