using System.CommandLine;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Weights;

namespace ResNetGen.Bench.Onnx;

/// <summary><c>export MODEL FILE</c>: the ONNX file that is compared with, to look at or to run elsewhere.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { HelpName = "MODEL", Description = $"The network: {string.Join(", ", Networks.Names)}." };
        Argument<FileInfo> file = new("file") { HelpName = "FILE", Description = "The ONNX file to write." };
        Option<FileInfo> weights = new("--weights") { Description = "A safetensors file with torchvision's names; without it, made-up weights." };
        Option<int> batch = Options.Positive("--batch", "Images of one run.", 1);
        model.AcceptOnlyFromAmong(Networks.Names);
        weights.AcceptExistingOnly();

        Command command = new("export", "Writes a network as an ONNX file: standard operators, batch norms not folded, PyTorch's names.")
        {
            model, file, weights, batch,
        };
        command.SetAction(result =>
        {
            ModelInfo info = Networks.Find(result.GetRequiredValue(model), 1)!.Info;
            using SafetensorsFile source = result.GetValue(weights) is { } given
                ? SafetensorsFile.Open(given.FullName)
                : SafetensorsFile.FromBytes(DeterministicWeights.Safetensors(info));
            File.WriteAllBytes(result.GetRequiredValue(file).FullName, OnnxExporter.Export(info, source, result.GetValue(batch)));
        });
        return command;
    }
}
