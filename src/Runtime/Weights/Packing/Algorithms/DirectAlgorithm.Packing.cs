using System.Runtime.CompilerServices;
using ResNetGen.Weights;

namespace ResNetGen;

internal sealed unsafe partial class DirectAlgorithm
{
    private const int Lanes = BlockedLayout.Lanes;

    internal override void Pack(in ConvolutionShape shape, int block, ChannelValues weights, float* packed) =>
        ChannelLines.Pack(shape, block, weights, packed, PackLines);

    // Optimised from the start: a loop as long as the weights runs before the JIT would see that it is hot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackLines(
        in ConvolutionShape shape,
        int block,
        int input,
        ReadOnlySpan<float> lines,
        float* packed
    )
    {
        int taps = shape.Kernel * shape.Kernel;
        int groupInputs = shape.InChannels / shape.Groups;
        int groupOutputs = shape.OutChannels / shape.Groups;
        int inputBlocks = PackedLayout.InputBlocks(shape.InChannels, shape.OutChannels, shape.Groups);
        int firstInput =
            PackedLayout.FirstInputBlock(block, shape.InChannels, shape.OutChannels, shape.Groups, inputBlocks) * Lanes;
        float* target = packed + ((long)block * inputBlocks * taps * Lanes * Lanes);

        // Lanes of one group see the same inputs.
        int outputs = Math.Min(Lanes, shape.OutChannels - (block * Lanes));
        for (int lane = 0, end; lane < outputs; lane = end)
        {
            int group = ((block * Lanes) + lane) / groupOutputs;
            end = Math.Min(outputs, ((group + 1) * groupOutputs) - (block * Lanes));
            int seen = (group * groupInputs) + input - firstInput;
            for (int at = lane; at < lines.Length; seen++)
            {
                float* inputTarget = target + (((seen / Lanes * taps * Lanes) + (seen % Lanes)) * Lanes) + lane;
                for (int tap = 0; tap < taps; tap++, at += Lanes)
                {
                    Span<float> line = new(inputTarget + (tap * Lanes * Lanes), end - lane);
                    if (line.Length == Lanes)
                    {
                        lines.Slice(at, Lanes).CopyTo(line);
                    }
                    else
                    {
                        lines.Slice(at, line.Length).CopyTo(line);
                    }
                }
            }
        }
    }
}
