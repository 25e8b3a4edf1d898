namespace ResNetGen.Weights;

/// <summary>One run of values in the payload of a packed file.</summary>
/// <param name="Name">PyTorch's name of the parameter: <c>layer1.0.conv1.bias</c>, batch norm folded in.</param>
/// <param name="Form">In which order its values are.</param>
/// <param name="Type">How a value is stored: F32, BF16 or F16.</param>
/// <param name="Offset">Its first byte, from the start of the payload.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record PackedPart(string Name, PackedForm Form, TensorDataType Type, long Offset, long Bytes);

/// <summary>The order of a part's values.</summary>
internal enum PackedForm
{
    /// <summary>As the kernels read them, filled up to whole blocks.</summary>
    Packed,

    /// <summary>PyTorch's [output][input][row][column], for Winograd's transform to follow when it is loaded.</summary>
    Kernel,
}
