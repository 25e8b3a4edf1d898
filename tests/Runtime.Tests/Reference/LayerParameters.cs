using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Reference;

/// <summary>Weights and bias of a layer in PyTorch's order, batch norm folded by its definition.</summary>
internal sealed record LayerParameters(double[] Weights, double[] Bias)
{
    public static LayerParameters Read(SafetensorsFile file, LayerInfo layer)
    {
        double[] weights = Values(file, layer.Name + ".weight");
        if (layer.BatchNorm is not { } batchNorm)
        {
            return new(weights, Values(file, layer.Name + ".bias"));
        }

        double[] gamma = Values(file, batchNorm + ".weight");
        double[] beta = Values(file, batchNorm + ".bias");
        double[] mean = Values(file, batchNorm + ".running_mean");
        double[] variance = Values(file, batchNorm + ".running_var");
        double[] scale = [.. gamma.Select((value, channel) => value / Math.Sqrt(variance[channel] + 1e-5))];
        int channelLength = weights.Length / scale.Length;
        return new(
            [.. weights.Select((weight, i) => weight * scale[i / channelLength])],
            [.. beta.Select((value, channel) => value - (mean[channel] * scale[channel]))]
        );
    }

    public LayerParameters Absolute() => new([.. Weights.Select(Math.Abs)], [.. Bias.Select(Math.Abs)]);

    private static double[] Values(SafetensorsFile file, string name)
    {
        SafetensorsTensor tensor = file.Tensors.Single(tensor => tensor.Name == name);
        double[] values = new double[tensor.ElementCount];
        file.ReadDouble(tensor, values);
        return values;
    }
}
