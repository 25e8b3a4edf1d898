using System.CommandLine;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Weights;

namespace ResNetGen.Bench.Onnx;

/// <summary><c>export MODEL FILE</c>: the ONNX file that is compared with, to look at or to run elsewhere.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model")
        {
            HelpName = "MODEL",
            Description = $"The network: {string.Join(", ", Networks.Names)}.",
        };
        Argument<FileInfo> file = new("file") { HelpName = "FILE", Description = "The ONNX file to write." };
        Option<FileInfo> weights = new("--weights")
        {
            Description = "A safetensors file with torchvision's names; without it, made-up weights.",
        };
        Option<FileInfo> safetensors = new("--safetensors")
        {
            Description = "Also writes the made-up weights to this file.",
        };
        Option<int> batch = Options.Positive("--batch", "Images of one run.", 1);
        model.AcceptOnlyFromAmong(Networks.Names);
        weights.AcceptExistingOnly();

        Command command = new(
            "export",
            "Writes a network as an ONNX file: standard operators, batch norms not folded, PyTorch's names."
        )
        {
            model,
            file,
            weights,
            safetensors,
            batch,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(weights) is not null && result.GetResult(safetensors) is not null)
            {
                result.AddError("--safetensors writes made-up weights, and --weights gives others.");
            }
        });
        command.SetAction(result =>
        {
            ModelInfo info = Networks.Find(result.GetRequiredValue(model), 1)!.Info;
            byte[] madeUp = result.GetValue(weights) is null ? DeterministicWeights.Safetensors(info) : [];
            if (result.GetValue(safetensors) is { } copy)
            {
                File.WriteAllBytes(copy.FullName, madeUp);
            }

            using SafetensorsFile source = result.GetValue(weights) is { } given
                ? SafetensorsFile.Open(given.FullName)
                : SafetensorsFile.FromBytes(madeUp);
            File.WriteAllBytes(
                result.GetRequiredValue(file).FullName,
                OnnxExporter.Export(info, source, result.GetValue(batch))
            );
        });
        return command;
    }
}
