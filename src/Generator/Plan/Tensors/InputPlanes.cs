namespace ResNetGen.Generator.Plan;

/// <summary>The image as the stem reads it: planes with a border of zeros (see <see cref="PlanarLayout"/>).</summary>
internal sealed class InputPlanes(MapShape shape, int border) : Buffer("images")
{
    public int Channels { get; } = (int)shape.Channels;

    public int Height { get; } = (int)shape.Height;

    public int Width { get; } = (int)shape.Width;

    /// <summary>Zeros round each plane.</summary>
    public int Border { get; } = border;

    public override string TypeName => "InputPlanes";

    public override long FloatsPerImage(int halo) => PlanarLayout.ImageStride(Channels, Height, Width, Border);

    public override string Arguments(int halo) =>
        $"channels: {Channels}, height: {Height}, width: {Width}, border: {Border}";
}
