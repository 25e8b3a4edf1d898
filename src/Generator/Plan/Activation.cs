namespace ResNetGen.Generator.Plan;

/// <summary>
/// A tensor between two layers, in the workspace: blocked by 16 channels (see <see cref="BlockedLayout"/>).
/// </summary>
/// <param name="role">What it is to the block that writes it, as a C# identifier: <c>conv1</c>, <c>shortcut</c>,
/// <c>y</c>.</param>
internal sealed class Activation(string role, int channels, int height, int width) : Buffer
{
    public string Role { get; } = role;

    public int Channels { get; } = channels;

    public int Height { get; } = height;

    public int Width { get; } = width;

    /// <summary>Zeros that the widest reader needs round each plane, so that no kernel has an edge case.</summary>
    public int Halo { get; private set; }

    /// <summary>
    /// The part of its values that are not zero, as the cost model expects it: all without ReLU or behind a max pool,
    /// half behind ReLU, more where a shortcut has been added before, which is not negative (measured:
    /// docs/performance.md).
    /// </summary>
    public double NonZero { get; init; } = 1;

    public override long FloatsPerImage => BlockedLayout.ImageStride(Channels, Height, Width, Halo);

    public void NeedHalo(int halo) => Halo = Math.Max(Halo, halo);
}
