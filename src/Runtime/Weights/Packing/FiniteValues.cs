using System.Globalization;

namespace ResNetGen.Weights;

/// <summary>Weights must be finite numbers: one that is not would make every result NaN, far from the cause.</summary>
internal static class FiniteValues
{
    /// <summary>Reads a whole tensor of one extent.</summary>
    public static double[] Read(BoundWeights weights, string name, int length)
    {
        SafetensorsTensor tensor = weights[name];
        if (tensor.ElementCount != length)
        {
            throw new ArgumentException(
                $"{name} has {tensor.ElementCount} values, its layer has {length} channels.",
                nameof(name)
            );
        }

        double[] values = new double[length];
        weights.File.ReadDouble(tensor, values);
        int index = Array.FindIndex(values, value => !double.IsFinite(value));
        return index < 0 ? values : throw Error(weights, name, index, values[index], "not a finite number");
    }

    public static WeightFileException Error(BoundWeights weights, string name, long index, double value, string why)
    {
        SafetensorsTensor tensor = weights[name];
        string text = value.ToString(CultureInfo.InvariantCulture);
        return new WeightFileException(
            weights.File.Name,
            $"tensor {Quoted.Text(tensor.Name)} has at index {index} the value {text}, which is {why}",
            "The training diverged, or the file is damaged.",
            tensor.Name,
            tensor.Position + index * (TensorDataTypes.Bits(tensor.DataType) / 8)
        );
    }
}
