using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// The weights of a graph by torchvision's names. A batch norm that is as PyTorch's is copied. Whatever else is
/// computed for each channel, biases and folded batch norms among it, becomes one multiplication and one addition, and
/// these become a batch norm.
/// </summary>
internal static class GraphWeights
{
    // What Load adds to every variance. As float32, which is what ONNX has.
    private const float Epsilon = (float)LayerWeights.DefaultEpsilon;

    // With epsilon, 1 within 3e-8, which the scale makes up for.
    private const float Variance = 1 - Epsilon;

    /// <param name="file">The path, for messages.</param>
    /// <param name="found">The network.</param>
    /// <param name="shape">What it was declared as.</param>
    public static List<ImportedTensor> Of(string file, GraphResNet found, NetworkShape shape)
    {
        List<ImportedTensor> tensors = [];
        Add(found.Stem, shape.Stem.Convolution);
        foreach ((GraphBlock block, BlockShape planned) in found.Blocks.Zip(shape.Blocks))
        {
            foreach ((GraphUnit unit, ConvolutionNode node) in block.Path.Zip(planned.Convolutions))
            {
                Add(unit, node);
            }

            if (block.Projection is { } projection && planned.Projection is { } plannedProjection)
            {
                Add(projection, plannedProjection);
            }
        }

        if (found.Classifier?.Detail is LinearDetail linear)
        {
            long classes = linear.Weight.Shape[0];
            tensors.Add(ImportedTensor.Copy(NameMap.Classifier + ".weight", linear.Weight));
            const string Bias = NameMap.Classifier + ".bias";
            tensors.Add(
                linear.Bias is { } bias
                    ? ImportedTensor.Copy(Bias, bias, [classes])
                    : ImportedTensor.Compute(Bias, [classes], () => new float[classes])
            );
        }

        return tensors;

        void Add(GraphUnit unit, ConvolutionNode node)
        {
            tensors.Add(ImportedTensor.Copy(node.Name + ".weight", unit.Detail.Weight));
            TensorShape channels = [node.OutChannels];
            if (
                unit is { Detail.Bias: null, Affines: [{ Kind: AffineKind.BatchNorm } norm] }
                && (float)norm.Epsilon == Epsilon
            )
            {
                tensors.AddRange(
                    ExpectedTensors.BatchNorm.Zip(
                        norm.Operands,
                        (name, operand) => ImportedTensor.Copy($"{node.BatchNorm}.{name}", operand, channels)
                    )
                );
                return;
            }

            Lazy<(float[] Scale, float[] Shift)> folded = new(() => Fold(file, unit, (int)node.OutChannels));
            Func<float[]>[] values =
            [
                () => folded.Value.Scale,
                () => folded.Value.Shift,
                () => new float[node.OutChannels],
                () => [.. Enumerable.Repeat(Variance, (int)node.OutChannels)],
            ];
            tensors.AddRange(
                ExpectedTensors.BatchNorm.Zip(
                    values,
                    (name, compute) => ImportedTensor.Compute($"{node.BatchNorm}.{name}", channels, compute)
                )
            );
        }
    }

    private static (float[] Scale, float[] Shift) Fold(string file, GraphUnit unit, int channels)
    {
        double[] scale = [.. Enumerable.Repeat(1.0, channels)];
        double[] shift = unit.Detail.Bias is { } bias ? Read(bias) : new double[channels];
        foreach (AffineDetail affine in unit.Affines)
        {
            double[][] operands = [.. affine.Operands.Select(Read)];
            for (int channel = 0; channel < channels; channel++)
            {
                (double times, double plus) = affine.Kind switch
                {
                    AffineKind.BatchNorm => Norm(operands, channel, affine.Epsilon),
                    AffineKind.Times => (operands[0][channel], 0),
                    AffineKind.Over => (1 / operands[0][channel], 0),
                    AffineKind.Plus => (1, operands[0][channel]),
                    AffineKind.Minus => (1, -operands[0][channel]),
                    AffineKind.MinusFrom => (-1, operands[0][channel]),
                    _ => throw new ArgumentOutOfRangeException(nameof(unit), affine.Kind, "A kind without a meaning."),
                };
                scale[channel] *= times;
                shift[channel] = (shift[channel] * times) + plus;
                if (!float.IsFinite((float)scale[channel]) || !float.IsFinite((float)shift[channel]))
                {
                    throw new WeightFileException(
                        file,
                        $"channel {channel} of node {Quoted.Text(unit.Node.Name)} is multiplied by {scale[channel]} and added "
                            + $"to {shift[channel]}, with {Quoted.Text(affine.Operands[0].Name)} among the causes",
                        SafetensorsHeader.Damaged,
                        affine.Operands[0].Name
                    );
                }
            }
        }

        double deviation = Math.Sqrt(Variance + LayerWeights.DefaultEpsilon);
        return (
            Array.ConvertAll(scale, value => (float)(value * deviation)),
            Array.ConvertAll(shift, value => (float)value)
        );

        double[] Read(CheckpointTensor tensor)
        {
            double[] values = new double[tensor.ElementCount];
            TensorCopy.ForEachBlock<double>(
                tensor,
                0,
                values,
                (bytes, block) => ValueConversion.ToDouble(tensor.DataType, bytes, block)
            );
            return values.Length == 1 ? [.. Enumerable.Repeat(values[0], channels)] : values;
        }
    }

    private static (double Times, double Plus) Norm(double[][] operands, int channel, double epsilon)
    {
        double times = operands[0][channel] / Math.Sqrt(operands[3][channel] + epsilon);
        return (times, operands[1][channel] - (operands[2][channel] * times));
    }
}
