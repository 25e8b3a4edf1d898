using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>The tensors of a ResNet by torchvision's names, narrow enough that files of it are small.</summary>
internal sealed record TestNetwork(bool Bottleneck, params int[] Stages)
{
    public int Classes { get; init; } = 10;

    public int Width { get; init; } = 8;

    public int InputChannels { get; init; } = 3;

    public int StemKernel { get; init; } = 7;

    public int Groups { get; init; } = 1;

    public int WidthPerGroup { get; init; } = 64;

    public ProjectionKind Projection { get; init; } = ProjectionKind.WhereShapeChanges;

    public enum ProjectionKind
    {
        None,
        WhereShapeChanges,
        Always,
    }

    public List<ExpectedTensor> Tensors()
    {
        List<ExpectedTensor> tensors = new();
        Convolution("conv1", Width, InputChannels, StemKernel);
        BatchNorm("bn1", Width);

        int input = Width;
        for (int stage = 0; stage < Stages.Length; stage++)
        {
            for (int block = 0; block < Stages[stage]; block++)
            {
                string name = $"layer{stage + 1}.{block}";
                int width = Width << stage;
                int output = Bottleneck ? 4 * width : width;
                if (Bottleneck)
                {
                    int middle = width * WidthPerGroup / 64 * Groups;
                    Layer(1, middle, input, 1);
                    Layer(2, middle, middle / Groups, 3);
                    Layer(3, output, middle, 1);
                }
                else
                {
                    Layer(1, output, input, 3);
                    Layer(2, output, output, 3);
                }

                bool changes = input != output || (stage > 0 && block == 0);
                if (Projection == ProjectionKind.Always || (Projection == ProjectionKind.WhereShapeChanges && changes))
                {
                    Convolution($"{name}.downsample.0", output, input, 1);
                    BatchNorm($"{name}.downsample.1", output);
                }

                input = output;

                void Layer(int number, int outputs, int inputs, int kernel)
                {
                    Convolution($"{name}.conv{number}", outputs, inputs, kernel);
                    BatchNorm($"{name}.bn{number}", outputs);
                }
            }
        }

        if (Classes > 0)
        {
            tensors.Add(new ExpectedTensor("fc.weight", [Classes, input]));
            tensors.Add(new ExpectedTensor("fc.bias", [Classes]));
        }

        return tensors;

        void Convolution(string name, int outputs, int inputs, int kernel) =>
            tensors.Add(new ExpectedTensor(name + ".weight", [outputs, inputs, kernel, kernel]));

        void BatchNorm(string name, int channels)
        {
            foreach (string? part in new[] { "weight", "bias", "running_mean", "running_var" })
            {
                tensors.Add(new ExpectedTensor($"{name}.{part}", [channels]));
            }
        }
    }

    /// <summary>A file of these tensors, all values zero, sorted by name as PyTorch writes them.</summary>
    /// <param name="rename">What a tensor is called in the file; null leaves it out.</param>
    /// <param name="counters">Whether batch norms count their batches.</param>
    public SafetensorsFile File(Func<string, string?>? rename = null, bool counters = false) =>
        SafetensorsFile.FromBytes(Writer(rename, counters).ToBytes(), "resnet.safetensors");

    /// <summary>Such a file, to be continued.</summary>
    public SafetensorsWriter Writer(Func<string, string?>? rename = null, bool counters = false)
    {
        SafetensorsWriter writer = new();
        foreach (ExpectedTensor? tensor in Tensors().OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            if (rename is not null && rename(tensor.Name) is null)
            {
                continue;
            }

            string name = rename?.Invoke(tensor.Name) ?? tensor.Name;
            writer.Add(
                name,
                [.. tensor.Shape],
                new float[tensor.Shape.Aggregate(1L, (product, extent) => product * extent)]
            );
            if (counters && name.EndsWith("running_var", StringComparison.Ordinal))
            {
                writer.Add(name.Replace("running_var", "num_batches_tracked"), "I64", [], new byte[8]);
            }
        }

        return writer;
    }
}
