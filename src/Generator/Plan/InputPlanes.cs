namespace ResNetGen.Generator.Plan;

/// <summary>The image as the stem reads it: planes with a border of zeros (see <see cref="PlanarLayout"/>).</summary>
internal sealed class InputPlanes(int channels, int height, int width, int border) : Buffer
{
    public int Channels { get; } = channels;

    public int Height { get; } = height;

    public int Width { get; } = width;

    public int Border { get; } = border;

    public override long FloatsPerImage => PlanarLayout.ImageStride(Channels, Height, Width, Border);
}
