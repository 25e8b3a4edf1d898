using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>The shortcut without parameters (He et al. 2015, option A).</summary>
internal static unsafe class ZeroPadShortcut
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <inheritdoc cref="Worker.PadChannels"/>
    public static void PadChannels(in Worker w, Activation x, Activation y, int channelsBefore, int stride)
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
            int lane = 0;
            for (; lane + Vector128<float>.Count <= lanes; lane += Vector128<float>.Count)
            {
                Vector128.Load(source + lane).Store(target + lane);
            }

            for (; lane < lanes; lane++)
            {
                target[lane] = source[lane];
            }
        }
    }
}
