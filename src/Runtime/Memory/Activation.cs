using System.ComponentModel;

namespace ResNetGen.Runtime;

/// <summary>
/// A tensor in the workspace, blocked by 16 channels: <c>[image][channel / 16][row][column][16]</c>, with a halo of
/// zeros round each plane.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct Activation
{
    internal Activation(float* origin, int channels, int height, int width, int halo)
    {
        Origin = origin;
        Blocks = BlockedLayout.Blocks(channels);
        Channels = channels;
        Height = height;
        Width = width;
        Halo = halo;
        RowStride = BlockedLayout.RowStride(width, halo);
        PlaneStride = BlockedLayout.PlaneStride(height, width, halo);
        ImageStride = (nint)BlockedLayout.ImageStride(channels, height, width, halo);
    }

    internal int Channels { get; }

    internal int Blocks { get; }

    internal int Height { get; }

    internal int Width { get; }

    internal int Halo { get; }

    internal nint RowStride { get; }

    internal nint PlaneStride { get; }

    internal nint ImageStride { get; }

    /// <summary>The first float: the corner of the first plane's halo.</summary>
    internal float* Origin { get; }

    internal bool IsNone => Origin == null;

    /// <summary>The first value of a plane, behind its halo.</summary>
    internal float* Plane(int image, int block) =>
        Origin + (image * ImageStride) + (block * PlaneStride) + (Halo * RowStride) + (Halo * BlockedLayout.Lanes);

    /// <summary>Copies the first image to <c>[channel][row][column]</c>.</summary>
    internal void CopyTo(Span<float> destination)
    {
        int target = 0;
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int row = 0; row < Height; row++)
            {
                float* source =
                    Plane(0, channel / BlockedLayout.Lanes) + (row * RowStride) + (channel % BlockedLayout.Lanes);
                for (int column = 0; column < Width; column++)
                {
                    destination[target++] = source[column * BlockedLayout.Lanes];
                }
            }
        }
    }
}
