using ResNetGen.Runtime.Tests.Agreement;

namespace ResNetGen.Runtime.Tests.Reference;

/// <summary>
/// Float64 values in PyTorch's order, <c>[image][channel][row][column]</c>: what kernels are held against.
/// </summary>
internal sealed class Tensor(int images, int channels, int height, int width)
{
    public int Images { get; } = images;

    public int Channels { get; } = channels;

    public int Height { get; } = height;

    public int Width { get; } = width;

    public double[] Values { get; } = new double[images * channels * height * width];

    public ref double this[int image, int channel, int row, int column] =>
        ref Values[(((((image * Channels) + channel) * Height) + row) * Width) + column];

    /// <summary>A channel of an image, row by row.</summary>
    public Span<double> Plane(int image, int channel) =>
        Values.AsSpan(((image * Channels) + channel) * Height * Width, Height * Width);

    /// <summary>Values in [-2, 2), the same in each run, different in each place.</summary>
    public static Tensor Deterministic(int images, int channels, int height, int width)
    {
        Tensor x = new(images, channels, height, width);
        DeterministicWeights.Input(x.Values.Length).Select(value => (double)value).ToArray().CopyTo(x.Values, 0);
        return x;
    }

    public Tensor Map(Func<double, double> function)
    {
        Tensor y = new(Images, Channels, Height, Width);
        for (int i = 0; i < Values.Length; i++)
        {
            y.Values[i] = function(Values[i]);
        }

        return y;
    }

    public Tensor Absolute() => Map(Math.Abs);

    public Tensor Reversed()
    {
        Tensor y = Map(value => value);
        Array.Reverse(y.Values);
        return y;
    }

    public float[] ToSingles() => ToSingles(0, Values.Length);

    public float[] ToSingles(int first, int count) =>
        [.. Values.AsSpan(first, count).ToArray().Select(value => (float)value)];
}
