using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Plan;

/// <summary>
/// One call of a kernel in the emitted code. It describes itself: what it reads and writes, its comment, its call, its
/// facts.
/// </summary>
/// <param name="Name">PyTorch's name of the module, such as <c>layer1.0.conv1</c>.</param>
internal abstract record Operation(string Name)
{
    /// <summary>What it reads, its input first.</summary>
    public abstract IEnumerable<Buffer> Reads { get; }

    /// <summary>What it writes.</summary>
    public abstract Buffer Writes { get; }

    /// <summary>What it writes instead for a caller who asked for that.</summary>
    public virtual Buffer? WritesOnRequest => null;

    /// <summary>All that it may write.</summary>
    public IEnumerable<Buffer> MayWrite => WritesOnRequest is { } other ? [Writes, other] : [Writes];

    /// <summary>Zeros that it needs round each plane of its input, so that no kernel has an edge case.</summary>
    public virtual int InputHalo => 0;

    /// <summary>Floats that each worker needs for itself while it runs.</summary>
    /// <param name="haloOf">Zeros round the planes of a buffer.</param>
    public virtual long WorkerScratch(Func<Buffer, int> haloOf) => 0;

    /// <summary>What it does, in a line or two.</summary>
    public abstract IEnumerable<string> Comment { get; }

    /// <summary>What it computes, of a buffer's own formula.</summary>
    public virtual string Formula(Func<Buffer, string> of) => $"{ShortName}({string.Join(", ", Reads.Select(of))})";

    /// <summary>The layers of the network that it computes, and where each has its output.</summary>
    /// <param name="block">The block that it is in.</param>
    /// <param name="layerOf">The name of the layer that computes a buffer.</param>
    public abstract IEnumerable<(LayerInfo Layer, Buffer Output)> Facts(string block, Func<Buffer, string> layerOf);

    /// <summary>Writes its call.</summary>
    public virtual void Emit(IndentedWriter writer, CallScope scope) => writer.Line(Call(scope).ToString());

    /// <summary>The call of the worker's method that runs it.</summary>
    protected abstract Call Call(CallScope scope);

    /// <summary>Its name without the block, which stands before it: <c>conv1</c>, <c>downsample</c>.</summary>
    protected string ShortName => InBlock(Name).Split('.')[0];

    /// <summary>A name without its block: <c>bn1</c> of <c>layer1.0.bn1</c>.</summary>
    protected static string InBlock(string name) => name.Substring(name.IndexOf('.', name.IndexOf('.') + 1) + 1);

    /// <summary>A window and its step: <c>3x3/2</c>.</summary>
    protected static string Window(int kernel, int stride) =>
        stride == 1 ? $"{kernel}x{kernel}" : $"{kernel}x{kernel}/{stride}";
}
