using ResNetGen.Weights;

namespace ResNetGen;

public abstract unsafe partial class ConvolutionAlgorithm
{
    /// <summary>Packs weights in the order in which the kernel reads them.</summary>
    /// <param name="shape">The layer.</param>
    /// <param name="weights">Its folded weights.</param>
    /// <param name="packed">Its place behind the bias; zeroed.</param>
    internal abstract void Pack(in ConvolutionShape shape, ChannelValues weights, float* packed);
}

/// <summary>An algorithm whose weights are packed value by value, in another order.</summary>
internal static unsafe class ChannelPacking
{
    /// <summary>Packs a channel.</summary>
    internal delegate void Channel(in ConvolutionShape shape, int output, ReadOnlySpan<float> channel, float* packed);

    /// <summary>Packs all channels.</summary>
    public static void Each(in ConvolutionShape shape, ChannelValues weights, float* packed, Channel pack)
    {
        float[] channel = new float[weights.ChannelLength];
        for (int output = 0; output < shape.OutChannels; output++)
        {
            weights.Read(output, channel);
            pack(shape, output, channel, packed);
        }
    }
}
