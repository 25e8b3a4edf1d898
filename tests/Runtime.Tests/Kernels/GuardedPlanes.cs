using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>Padded images in memory of their own.</summary>
internal sealed unsafe class GuardedPlanes : IKernelOutput, IDisposable
{
    private readonly GuardedMemory _memory;
    private readonly int _images;
    private readonly InputPlanes _planes;

    /// <summary>An output.</summary>
    public GuardedPlanes(int images, int channels, int height, int width, int border)
    {
        _images = images;
        _memory = new GuardedMemory(images * PlanarLayout.ImageStride(channels, height, width, border));
        _planes = new InputPlanes(_memory.Pointer, channels, height, width, border);
    }

    /// <summary>An input: values in a border of zeros.</summary>
    public GuardedPlanes(Tensor x, int border)
        : this(x.Images, x.Channels, x.Height, x.Width, border)
    {
        _memory.Span.Clear();
        for (int line = 0; line < x.Images * x.Channels * x.Height; line++)
        {
            (int plane, int row) = Math.DivRem(line, x.Height);
            int offset = (plane * (int)_planes.PlaneStride) + ((row + border) * (int)_planes.RowStride) + border;
            x.ToSingles(line * x.Width, x.Width).CopyTo(_memory.Span[offset..]);
        }
    }

    /// <summary>The planes from an image on.</summary>
    public InputPlanes From(int image) =>
        new(
            _planes.Origin + (image * _planes.ImageStride),
            _planes.Channels,
            _planes.Height,
            _planes.Width,
            _planes.Border
        );

    public void Poison() => _memory.Fill();

    public float[] Read(int images, bool finite)
    {
        _memory.CheckGuards();
        _memory.CheckPoison(_memory.Span[(images * (int)_planes.ImageStride)..], "behind the last image");
        List<float> values = [];
        for (int plane = 0; plane < images * _planes.Channels; plane++)
        {
            for (int row = -_planes.Border; row < _planes.Height + _planes.Border; row++)
            {
                Span<float> floats = _memory.Span.Slice(
                    (plane * (int)_planes.PlaneStride) + ((row + _planes.Border) * (int)_planes.RowStride),
                    (int)_planes.RowStride
                );
                for (int column = -_planes.Border; column + _planes.Border < floats.Length; column++)
                {
                    float value = floats[column + _planes.Border];
                    if (row >= 0 && row < _planes.Height && column >= 0 && column < _planes.Width)
                    {
                        values.Add(value);
                    }
                    else if (value != 0)
                    {
                        Assert.Fail(
                            $"{value} is where the border must be 0: plane {plane}, row {row}, column {column}."
                        );
                    }
                }
            }
        }

        return [.. values];
    }

    public void Dispose() => _memory.Dispose();
}
