namespace ResNetGen.Generator.Plan;

/// <summary>The image as the stem reads it: planes with a border of zeros (see <see cref="PlanarLayout"/>).</summary>
internal sealed class InputPlanes(MapShape shape, int border) : Buffer("images")
{
    public int Channels { get; } = (int)shape.Channels;

    public int Height { get; } = (int)shape.Height;

    public int Width { get; } = (int)shape.Width;

    public override string TypeName => "InputPlanes";

    public override long FloatsPerImage(int halo) => PlanarLayout.ImageStride(Channels, Height, Width, border);

    public override string Arguments(int halo) =>
        $"channels: {Channels}, height: {Height}, width: {Width}, border: {border}";
}
