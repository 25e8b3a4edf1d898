namespace ResNetGen.Generator.Plan;

/// <summary>A part of the workspace with a life: written in one phase, read last in another.</summary>
internal abstract class Buffer
{
    public abstract long FloatsPerImage { get; }

    /// <summary>Images that it holds: one where images are taken one by one, otherwise the batch.</summary>
    public int Images { get; set; } = 1;

    /// <summary>Where it begins in the workspace, in floats: decided by <see cref="WorkspaceLayout"/>.</summary>
    public long Offset { get; set; }
}
