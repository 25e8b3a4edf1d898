using System.Buffers;
using System.Numerics.Tensors;

namespace ResNetGen.Imaging;

/// <summary>
/// The work of <see cref="Preprocessing.Apply(Picture, Span{float})"/>: only what ends up in the crop is resized.
/// </summary>
internal readonly struct Preprocessor(Preprocessing preprocessing)
{
    private const int Levels = byte.MaxValue + 1;

    public void Apply(Picture picture, Span<float> destination)
    {
        Picture source = preprocessing.Channels == 1 ? picture.ToGrey() : picture;
        source = preprocessing.TurnUpright ? source.ToUpright() : source;
        (int width, int height, CentreCrop columns, CentreCrop rows) = InputPlacement.Of(
            preprocessing,
            source.Width,
            source.Height
        );

        int length = checked(rows.Length * columns.Length * source.Channels);
        byte[] cropped = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            PixelWindow window = new(columns.SourceStart, rows.SourceStart, columns.Length, rows.Length);
            Resampler.Resize(source, width, height, preprocessing.Filter, window, cropped.AsSpan(0, length));
            int planeLength = preprocessing.CropHeight * preprocessing.CropWidth;
            for (int channel = 0; channel < preprocessing.Channels; channel++)
            {
                ReadOnlySpan<byte> samples = cropped.AsSpan(0, length)[SampleOf(channel, source.Channels)..];
                WritePlane(
                    samples,
                    source.Channels,
                    rows,
                    columns,
                    channel,
                    destination.Slice(channel * planeLength, planeLength)
                );
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(cropped);
        }
    }

    // A grey picture has the one plane for all three.
    private int SampleOf(int channel, int samples) =>
        samples == 1 ? 0
        : preprocessing.ChannelOrder == ChannelOrder.Bgr ? samples - 1 - channel
        : channel;

    private void WritePlane(
        ReadOnlySpan<byte> samples,
        int step,
        CentreCrop rows,
        CentreCrop columns,
        int channel,
        Span<float> plane
    )
    {
        ReadOnlySpan<float> meanImage = preprocessing.MeanImage.AsSpan();
        float standardDeviation = preprocessing.StandardDeviation[channel];
        Span<float> values = stackalloc float[Levels];
        if (meanImage.IsEmpty)
        {
            Normalise(preprocessing.Mean[channel], standardDeviation, values);
        }
        else
        {
            Normalise(mean: 0, standardDeviation: 1, values);
        }

        // torchvision pads before it normalises: the margin is a level, not zero.
        if (rows.Length < preprocessing.CropHeight || columns.Length < preprocessing.CropWidth)
        {
            plane.Fill(values[preprocessing.Background ?? 0]);
        }

        for (int row = 0; row < rows.Length; row++)
        {
            ReadOnlySpan<byte> from = samples[(row * columns.Length * step)..];
            Span<float> to = plane.Slice(
                ((rows.Start + row) * preprocessing.CropWidth) + columns.Start,
                columns.Length
            );
            for (int column = 0, sample = 0; column < to.Length; column++, sample += step)
            {
                to[column] = values[from[sample]];
            }
        }

        if (!meanImage.IsEmpty)
        {
            TensorPrimitives.Subtract(plane, meanImage.Slice(channel * plane.Length, plane.Length), plane);
            TensorPrimitives.Divide(plane, standardDeviation, plane);
        }
    }

    /// <summary>
    /// What each of the 256 levels becomes. Three roundings, as torchvision's <c>ToTensor</c> and <c>Normalize</c> make
    /// them: do not simplify.
    /// </summary>
    private static void Normalise(float mean, float standardDeviation, Span<float> values)
    {
        for (int level = 0; level < Levels; level++)
        {
            values[level] = ((level / 255f) - mean) / standardDeviation;
        }
    }
}
