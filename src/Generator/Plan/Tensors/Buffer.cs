namespace ResNetGen.Generator.Plan;

/// <summary>A part of the workspace with a life: written in one phase, read last in another.</summary>
/// <param name="role">What it is to the block that writes it, as a C# identifier: <c>conv1</c>, <c>shortcut</c>,
/// <c>y</c>.</param>
internal abstract class Buffer(string role)
{
    public string Role { get; } = role;

    /// <summary>The runtime's type for it, and the worker's method that gives it.</summary>
    public abstract string TypeName { get; }

    /// <summary>Floats of one image.</summary>
    /// <param name="halo">Zeros round each plane.</param>
    public abstract long FloatsPerImage(int halo);

    /// <summary>Arguments of the worker's method, behind the offset.</summary>
    /// <param name="halo">Zeros round each plane.</param>
    public abstract string Arguments(int halo);
}
