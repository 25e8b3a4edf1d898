namespace ResNetGen.Runtime.Tests.Reference;

/// <summary>Each layer by its definition, in float64, one value after the other.</summary>
internal static class ScalarReference
{
    public static Tensor Convolve(Tensor x, LayerParameters parameters, int kernel, int stride = 1, int groups = 1)
    {
        Tensor y = new(x.Images, parameters.Bias.Length, Halve(x.Height, stride), Halve(x.Width, stride));
        int groupInputs = x.Channels / groups;
        int groupOutputs = y.Channels / groups;
        int padding = kernel / 2;
        for (int image = 0; image < y.Images; image++)
        {
            for (int output = 0; output < y.Channels; output++)
            {
                Span<double> sums = y.Plane(image, output);
                sums.Fill(parameters.Bias[output]);
                int weight = output * groupInputs * kernel * kernel;
                for (int i = 0; i < groupInputs; i++)
                {
                    ReadOnlySpan<double> source = x.Plane(image, (output / groupOutputs * groupInputs) + i);
                    for (int tapRow = 0; tapRow < kernel; tapRow++)
                    {
                        for (int tapColumn = 0; tapColumn < kernel; tapColumn++, weight++)
                        {
                            AddTap(parameters.Weights[weight], tapRow - padding, tapColumn - padding, source, sums);
                        }
                    }
                }
            }
        }

        return y;

        // To each output the product with its input, where the tap is on the image.
        void AddTap(double weight, int above, int before, ReadOnlySpan<double> source, Span<double> sums)
        {
            int first = Math.Max(0, (-before + stride - 1) / stride);
            for (int row = 0; row < y.Height; row++)
            {
                int sourceRow = (row * stride) + above;
                if (sourceRow < 0 || sourceRow >= x.Height)
                {
                    continue;
                }

                ReadOnlySpan<double> inputs = source.Slice(sourceRow * x.Width, x.Width);
                Span<double> outputs = sums.Slice(row * y.Width, y.Width);
                for (
                    int column = first, sourceColumn = (first * stride) + before;
                    column < outputs.Length && sourceColumn < inputs.Length;
                    column++, sourceColumn += stride
                )
                {
                    outputs[column] += weight * inputs[sourceColumn];
                }
            }
        }
    }

    public static Tensor Add(Tensor x, Tensor residual)
    {
        Tensor y = new(x.Images, x.Channels, x.Height, x.Width);
        ForEach(
            y,
            (image, channel, row, column) =>
                y[image, channel, row, column] = x[image, channel, row, column] + residual[image, channel, row, column]
        );
        return y;
    }

    // Written so that NaN stays NaN.
    public static Tensor Relu(Tensor x) => x.Map(value => value < 0 ? 0 : value);

    public static Tensor MaxPool3x3(Tensor x)
    {
        Tensor y = new(x.Images, x.Channels, Halve(x.Height, 2), Halve(x.Width, 2));
        ForEach(
            y,
            (image, channel, row, column) =>
            {
                double largest = double.NegativeInfinity;
                for (int sourceRow = (2 * row) - 1; sourceRow <= (2 * row) + 1; sourceRow++)
                {
                    for (int sourceColumn = (2 * column) - 1; sourceColumn <= (2 * column) + 1; sourceColumn++)
                    {
                        if (Contains(x, sourceRow, sourceColumn))
                        {
                            largest = Math.Max(largest, x[image, channel, sourceRow, sourceColumn]);
                        }
                    }
                }

                y[image, channel, row, column] = largest;
            }
        );
        return y;
    }

    public static Tensor AveragePool(Tensor x)
    {
        Tensor y = new(x.Images, x.Channels, 1, 1);
        ForEach(
            x,
            (image, channel, row, column) =>
                y[image, channel, 0, 0] += x[image, channel, row, column] / (x.Height * x.Width)
        );
        return y;
    }

    /// <summary>A linear layer is a 1x1 convolution of an image of one pixel.</summary>
    public static Tensor Linear(Tensor x, LayerParameters parameters) => Convolve(x, parameters, kernel: 1);

    public static Tensor PadChannels(Tensor x, int outChannels, int channelsBefore, int stride)
    {
        Tensor y = new(x.Images, outChannels, Halve(x.Height, stride), Halve(x.Width, stride));
        ForEach(
            y,
            (image, channel, row, column) =>
            {
                int source = channel - channelsBefore;
                y[image, channel, row, column] =
                    source >= 0 && source < x.Channels ? x[image, source, row * stride, column * stride] : 0;
            }
        );
        return y;
    }

    private static bool Contains(Tensor x, int row, int column) =>
        row >= 0 && row < x.Height && column >= 0 && column < x.Width;

    private static int Halve(int size, int stride) => ((size - 1) / stride) + 1;

    private static void ForEach(Tensor y, Action<int, int, int, int> action)
    {
        for (int image = 0; image < y.Images; image++)
        {
            for (int channel = 0; channel < y.Channels; channel++)
            {
                for (int row = 0; row < y.Height; row++)
                {
                    for (int column = 0; column < y.Width; column++)
                    {
                        action(image, channel, row, column);
                    }
                }
            }
        }
    }
}
