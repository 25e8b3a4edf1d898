using System.ComponentModel;

namespace ResNetGen.Runtime;

/// <summary>The shortcut without parameters (He et al. 2015, option A).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ZeroPadShortcut
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>Writes every <paramref name="stride"/>-th row and column of the input, between channels of zeros.</summary>
    /// <param name="w">The worker.</param>
    /// <param name="x">Input.</param>
    /// <param name="y">Output.</param>
    /// <param name="channelsBefore">Zero channels before the input's first.</param>
    /// <param name="stride">Rows and columns from one output pixel to the next.</param>
    public static void PadChannels(this in Worker w, Activation x, Activation y, int channelsBefore, int stride)
    {
        (int first, int end) = w.Share(w.ImageCount * y.Blocks * y.Height);
        for (int unit = first; unit < end; unit++)
        {
            (int plane, int row) = Math.DivRem(unit, y.Height);
            (int image, int block) = Math.DivRem(plane, y.Blocks);
            float* target = y.Plane(image, block) + (row * y.RowStride);
            new Span<float>(target, y.Width * Lanes).Clear();

            // A block of outputs takes runs of lanes from up to two blocks of inputs.
            int firstChannel = (block * Lanes) - channelsBefore;
            int channel = Math.Max(firstChannel, 0);
            int lastChannel = Math.Min(firstChannel + Lanes, x.Channels);
            while (channel < lastChannel)
            {
                int lanes = Math.Min(lastChannel - channel, Lanes - (channel % Lanes));
                float* source = x.Plane(image, channel / Lanes) + (row * stride * x.RowStride) + (channel % Lanes);
                CopyLanes(source, stride * Lanes, target + (channel - firstChannel), y.Width, lanes);
                channel += lanes;
            }
        }

        w.Done();
    }

    private static void CopyLanes(float* source, int sourceStep, float* target, int pixels, int lanes)
    {
        for (int pixel = 0; pixel < pixels; pixel++, source += sourceStep, target += Lanes)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                target[lane] = source[lane];
            }
        }
    }
}
