namespace ResNetGen.Generator.Plan;

/// <summary>A tensor between two layers, in the workspace: blocked by 16 channels (see <see cref="BlockedLayout"/>).</summary>
/// <param name="role">What it is to the block that writes it, as a C# identifier: <c>conv1</c>, <c>shortcut</c>, <c>y</c>.</param>
internal sealed class Activation(string role, int channels, int height, int width) : Buffer
{
    public string Role { get; } = role;

    public int Channels { get; } = channels;

    public int Height { get; } = height;

    public int Width { get; } = width;

    /// <summary>Zeros that the widest reader needs round each plane, so that no kernel has an edge case.</summary>
    public int Halo { get; private set; }

    /// <summary>Whether many of its values are zero, as behind ReLU; a max pool leaves few.</summary>
    public bool HasZeros { get; init; } = true;

    public override long FloatsPerImage => BlockedLayout.ImageStride(Channels, Height, Width, Halo);

    public void NeedHalo(int halo) => Halo = Math.Max(Halo, halo);
}
