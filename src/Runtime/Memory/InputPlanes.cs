using System.ComponentModel;

namespace ResNetGen.Runtime;

/// <summary>
/// The images as the stem reads them: <c>[image][channel][row][column]</c> with a border of zeros round each plane.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct InputPlanes
{
    internal InputPlanes(float* origin, int channels, int height, int width, int border)
    {
        Origin = origin;
        Channels = channels;
        Height = height;
        Width = width;
        Border = border;
        RowStride = PlanarLayout.RowStride(width, border);
        PlaneStride = PlanarLayout.PlaneStride(height, width, border);
        ImageStride = (nint)PlanarLayout.ImageStride(channels, height, width, border);
    }

    internal int Channels { get; }

    internal int Height { get; }

    internal int Width { get; }

    internal int Border { get; }

    internal nint RowStride { get; }

    internal nint PlaneStride { get; }

    internal nint ImageStride { get; }

    /// <summary>The first float: the corner of the first plane's border.</summary>
    internal float* Origin { get; }
}
