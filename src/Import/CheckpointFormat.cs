namespace ResNetGen.Import;

/// <summary>How a checkpoint is stored.</summary>
public enum CheckpointFormat
{
    /// <summary>safetensors, in one file or several.</summary>
    Safetensors,

    /// <summary>What <c>torch.save</c> writes since PyTorch 1.6: a zip archive, or several.</summary>
    PyTorch,

    /// <summary>What <c>torch.save</c> wrote before: pickles, and the values behind them.</summary>
    PyTorchLegacy,

    /// <summary>What <c>torch.jit.save</c> writes: a zip archive with the code of the network, which is not
    /// read.</summary>
    TorchScript,

    /// <summary>An ONNX model: its constants, and the graph that they are for.</summary>
    Onnx,

    /// <summary>What TorchSharp's <c>Module.save</c> writes.</summary>
    TorchSharp,
}

/// <summary>Formats in words.</summary>
internal static class CheckpointFormats
{
    /// <summary>All that are read, for messages.</summary>
    public const string All =
        "safetensors, what PyTorch (torch.save, torch.jit.save) or TorchSharp saves, or an ONNX model";

    public static string Describe(CheckpointFormat format) =>
        format switch
        {
            CheckpointFormat.Safetensors => "safetensors",
            CheckpointFormat.Onnx => "ONNX",
            CheckpointFormat.PyTorchLegacy => "PyTorch, before 1.6",
            _ => format.ToString(),
        };
}
