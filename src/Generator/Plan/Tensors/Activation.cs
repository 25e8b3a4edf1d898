namespace ResNetGen.Generator.Plan;

/// <summary>
/// A tensor between two layers, in the workspace: blocked by 16 channels (see <see cref="BlockedLayout"/>).
/// </summary>
internal sealed class Activation(string role, MapShape shape, double nonZero = 1) : Buffer(role)
{
    public int Channels { get; } = (int)shape.Channels;

    public int Height { get; } = (int)shape.Height;

    public int Width { get; } = (int)shape.Width;

    /// <summary>
    /// The part of its values that are not zero, as the cost model expects it: all without ReLU or behind a max pool,
    /// half behind ReLU, more where a shortcut has been added before, which is not negative (measured:
    /// docs/performance.md).
    /// </summary>
    public double NonZero { get; } = nonZero;

    public override string TypeName => "Activation";

    public override long FloatsPerImage(int halo) => BlockedLayout.ImageStride(Channels, Height, Width, halo);

    public override string Arguments(int halo) =>
        $"channels: {Channels}, height: {Height}, width: {Width}, halo: {halo}";

    /// <summary><c>56x56</c>.</summary>
    public string Size => $"{Height}x{Width}";
}
