using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>An activation in memory of its own.</summary>
internal sealed unsafe class GuardedActivation : IKernelOutput, IDisposable
{
    private const int Lanes = BlockedLayout.Lanes;

    private readonly GuardedMemory _memory;
    private readonly int _images;
    private readonly Activation _activation;

    /// <summary>An output.</summary>
    public GuardedActivation(int images, int channels, int height, int width, int halo)
    {
        _images = images;
        _memory = new GuardedMemory(images * BlockedLayout.ImageStride(channels, height, width, halo));
        _activation = new Activation(_memory.Pointer, channels, height, width, halo);
    }

    /// <summary>
    /// An input: values, a halo of zeros, channels of zeros that fill up the last block, and NaN everywhere else.
    /// </summary>
    public GuardedActivation(Tensor x, int halo)
        : this(x.Images, x.Channels, x.Height, x.Width, halo)
    {
        ForEachFloat(
            _images,
            (place, value) => *value = place.IsValue ? (float)x[place.Image, place.Channel, place.Row, place.Column] : 0
        );
    }

    /// <summary>The activation from an image on.</summary>
    public Activation From(int image) =>
        new(
            _activation.Origin + (image * _activation.ImageStride),
            _activation.Channels,
            _activation.Height,
            _activation.Width,
            _activation.Halo
        );

    public void Poison() => _memory.Fill();

    public float[] Read(int images, bool finite)
    {
        ForEachFloat(
            images,
            (place, value) =>
            {
                if (place.IsHalo)
                {
                    // Its zeros are there from the start: nobody may write them, and nobody may need them in an output.
                    _memory.CheckPoison(new ReadOnlySpan<float>(value, 1), "in the halo");
                }
                else if (!place.IsValue && *value != 0 && finite)
                {
                    Assert.Fail($"{*value} is where a channel that fills up the last block must be 0: {place}.");
                }
            }
        );
        CheckUnwritten(images);
        float[] values = new float[images * _activation.Channels * _activation.Height * _activation.Width];
        int length = values.Length / images;
        for (int image = 0; image < images; image++)
        {
            From(image).CopyTo(values.AsSpan(image * length, length));
        }

        return values;
    }

    public void Dispose() => _memory.Dispose();

    private void CheckUnwritten(int images)
    {
        _memory.CheckGuards();
        int used = (_activation.Height + (2 * _activation.Halo)) * (int)_activation.RowStride;
        for (int plane = 0; plane < images * _activation.Blocks; plane++)
        {
            _memory.CheckPoison(
                _memory.Span.Slice(plane * (int)_activation.PlaneStride, (int)_activation.PlaneStride)[used..],
                "between planes"
            );
        }

        _memory.CheckPoison(_memory.Span[(images * (int)_activation.ImageStride)..], "behind the last image");
    }

    private void ForEachFloat(int images, FloatAction action)
    {
        Activation a = _activation;
        for (int image = 0; image < images; image++)
        {
            for (int block = 0; block < a.Blocks; block++)
            {
                for (int row = -a.Halo; row < a.Height + a.Halo; row++)
                {
                    for (int column = -a.Halo; column < a.Width + a.Halo; column++)
                    {
                        bool isHalo = row < 0 || row >= a.Height || column < 0 || column >= a.Width;
                        for (int lane = 0; lane < Lanes; lane++)
                        {
                            int channel = (block * Lanes) + lane;
                            Place place = new(
                                image,
                                channel,
                                row,
                                column,
                                isHalo,
                                IsValue: !isHalo && channel < a.Channels
                            );
                            action(place, a.Plane(image, block) + (row * a.RowStride) + (column * Lanes) + lane);
                        }
                    }
                }
            }
        }
    }

    private delegate void FloatAction(Place place, float* value);

    private readonly record struct Place(int Image, int Channel, int Row, int Column, bool IsHalo, bool IsValue);
}
